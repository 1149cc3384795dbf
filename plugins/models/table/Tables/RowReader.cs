using System.Globalization;
using Tessera.Models.Table.Json;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Models.Table.Tables;

/// <summary>Reads the rows of a prompt's table: a distribution for each input and, after the first layer, each hidden text.</summary>
internal sealed class RowReader(
    TableFaults faults, Dictionary<string, string> inputs, Dictionary<string, string>? hidden, Dictionary<string, string> outputs)
{
    public Dictionary<RowKey, ContinuationDistribution> Read(JsonItem? item, string path)
    {
        var rows = new Dictionary<RowKey, ContinuationDistribution>();
        foreach (var (input, row) in Keyed(item, path, inputs, "input"))
        {
            if (hidden is null)
            {
                rows[new RowKey(input, null)] = Distribution(row, $"{path}.{input}", outputs, "output");
                continue;
            }

            foreach (var (below, inner) in Keyed(row, $"{path}.{input}", hidden, "hidden text"))
                rows[new RowKey(input, below)] = Distribution(inner, $"{path}.{input}.{below}", outputs, "output");
        }

        return rows;
    }

    /// <summary>Reads one row: probabilities by id, for ids that have texts. Ids that are not named are impossible.</summary>
    public ContinuationDistribution Distribution(JsonItem item, string path, Dictionary<string, string> texts, string noun)
    {
        var continuations = new List<Continuation>();
        if (item.Kind != JsonItemKind.Object)
        {
            faults.Structure(item.Offset, path, "An object of probabilities is needed here.");
            return new ContinuationDistribution(continuations);
        }

        var (sum, seen) = (0.0, new HashSet<string>(StringComparer.Ordinal));
        foreach (var member in faults.Distinct(item, path))
        {
            var probability = member.Value is { Kind: JsonItemKind.Number, Number: >= 0 and <= 1 } number ? number.Number : double.NaN;
            if (double.IsNaN(probability)) faults.Probabilities(member.Value.Offset, $"{path}.{member.Name}", "A probability is needed here, a number from 0 to 1.");
            if (!texts.TryGetValue(member.Name, out var text)) Unknown(member, path, texts.Keys, noun);
            else if (seen.Add(Words.Canonical(text)) && probability > 0) continuations.Add(new Continuation(text, Math.Log(probability)));
            sum += probability;
        }

        if (Math.Abs(sum - 1) > TableReader.Tolerance)
            faults.Probabilities(item.Offset, path, string.Create(CultureInfo.InvariantCulture, $"The probabilities of this row sum to {sum:R}, not to 1."));
        return new ContinuationDistribution(continuations);
    }

    private IEnumerable<(string Id, JsonItem Row)> Keyed(JsonItem? item, string path, Dictionary<string, string> ids, string noun)
    {
        if (item is null) yield break;
        if (item.Kind != JsonItemKind.Object)
        {
            faults.Structure(item.Offset, path, $"An object with a member for each {noun} is needed here.");
            yield break;
        }

        var members = faults.Distinct(item, path);
        foreach (var missing in ids.Keys.Except(members.Select(member => member.Name), StringComparer.Ordinal))
            faults.Structure(item.Offset, path, $"There is no row for the {noun} '{missing}'.");
        foreach (var member in members)
        {
            if (ids.ContainsKey(member.Name)) yield return (member.Name, member.Value);
            else Unknown(member, path, ids.Keys, noun);
        }
    }

    private void Unknown(JsonMember member, string path, IEnumerable<string> known, string noun) =>
        faults.Structure(member.Offset, path, $"There is no {noun} '{member.Name}'.", NearestName.Suggest(member.Name, known));
}

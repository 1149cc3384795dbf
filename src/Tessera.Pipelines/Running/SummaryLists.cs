using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tessera.Pipelines.Running;

/// <summary>Lists that steps add to the summary of their run, by name.</summary>
internal sealed class SummaryLists
{
    private static readonly HashSet<string> _ownNames = [.. typeof(RunSummary).GetProperties().Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name))];

    private readonly JsonObject _lists = [];

    /// <summary>Adds an entry, or those of an array.</summary>
    /// <exception cref="ArgumentException">The name is empty or one of the summary's own.</exception>
    public void Add(string list, JsonNode entry)
    {
        ArgumentException.ThrowIfNullOrEmpty(list);
        ArgumentNullException.ThrowIfNull(entry);
        if (_ownNames.Contains(list)) throw new ArgumentException($"'{list}' is a name that the summary itself uses.", nameof(list));
        if (_lists[list] is not JsonArray known) _lists[list] = known = [];
        if (entry is not JsonArray several) known.Add(entry.DeepClone());
        else foreach (var one in several) known.Add(one?.DeepClone());
    }

    /// <summary>The lists as JSON; null where there are none.</summary>
    public JsonObject? ToJson() => _lists.Count == 0 ? null : (JsonObject)_lists.DeepClone();

    /// <summary>The lists of several steps, those of one name one after another.</summary>
    public static Dictionary<string, JsonElement> Join(IEnumerable<StepResult> results)
    {
        var joined = new SummaryLists();
        foreach (var (name, list) in results.SelectMany(result => result.Summary ?? [])) joined.Add(name, list!);
        return joined._lists.ToDictionary(list => list.Key, list => JsonSerializer.SerializeToElement(list.Value));
    }
}

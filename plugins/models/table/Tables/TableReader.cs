using System.Globalization;
using Tessera.Models.Table.Json;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Models.Table.Tables;

/// <summary>Makes a table from JSON, and says everything that is wrong with it.</summary>
internal sealed class TableReader(JsonSource source)
{
    public const string Format = "tessera-table-model/1";
    public const double Tolerance = 1e-9;

    private readonly TableFaults _faults = new(source);

    /// <exception cref="TesseraException">TESS6003 to TESS6005: the JSON is not a table.</exception>
    public ProbabilityTable Read(JsonItem root, string contentHash)
    {
        var members = MembersOf(root, "", "format", "name", "inputs", "layers");
        if (members.GetValueOrDefault("format") is { } format && format.Text != Format)
            _faults.Structure(format.Offset, "format", $"The format is not '{Format}'.");
        var name = members.GetValueOrDefault("name") is { } named ? TextOf(named, "name") : "";
        var inputs = TextsOf(members.GetValueOrDefault("inputs"), "inputs");
        var layers = LayersOf(members.GetValueOrDefault("layers"), inputs);
        _faults.ThrowIfAny();
        return new ProbabilityTable(name, contentHash, IdsByText(inputs), layers);
    }

    private List<TableLayer> LayersOf(JsonItem? item, Dictionary<string, string> inputs)
    {
        var layers = new List<TableLayer>();
        if (item is null) return layers;
        if (item is not { Kind: JsonItemKind.Array, Elements.Count: > 0 })
        {
            _faults.Structure(item.Offset, "layers", "A list of at least one layer is needed here.");
            return layers;
        }

        var hidden = new Dictionary<string, string>();
        var prompts = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (element, index) in item.Elements.Select((element, index) => (element, index)))
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"layers[{index}]");
            var members = MembersOf(element, path, "outputs", "prompts");
            var outputs = TextsOf(members.GetValueOrDefault("outputs"), $"{path}.outputs");
            var rows = new RowReader(_faults, inputs, index == 0 ? null : hidden, outputs);
            layers.Add(new TableLayer(IdsByText(outputs), PromptsOf(index, members.GetValueOrDefault("prompts"), $"{path}.prompts", rows, prompts)));
            hidden = outputs;
        }

        return layers;
    }

    private Dictionary<string, TablePrompt> PromptsOf(int layer, JsonItem? item, string path, RowReader rows, HashSet<string> known)
    {
        var parsed = ObjectOf(item, path).Select(member => (member.Name, Members: MembersOf(member.Value, $"{path}.{member.Name}", "text", "outputs", "next?"))).ToList();
        var texts = parsed.ToDictionary(
            prompt => prompt.Name, prompt => prompt.Members.GetValueOrDefault("text") is { } text ? TextOf(text, $"{path}.{prompt.Name}.text", known) : "", StringComparer.Ordinal);
        var prompts = new Dictionary<string, TablePrompt>(StringComparer.Ordinal);
        foreach (var (name, members) in parsed)
        {
            var here = $"{path}.{name}";
            var outputs = rows.Read(members.GetValueOrDefault("outputs"), $"{here}.outputs");
            var next = members.GetValueOrDefault("next");
            var proposals = next is null
                ? new ContinuationDistribution([new Continuation(texts[name], 0)])
                : rows.Distribution(next, $"{here}.next", texts, "prompt");
            prompts.TryAdd(Words.Canonical(texts[name]), new TablePrompt(layer, outputs, proposals));
        }

        return prompts;
    }

    private Dictionary<string, string> TextsOf(JsonItem? item, string path)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        return ObjectOf(item, path).ToDictionary(member => member.Name, member => TextOf(member.Value, $"{path}.{member.Name}", known), StringComparer.Ordinal);
    }

    private string TextOf(JsonItem item, string path, HashSet<string>? known = null)
    {
        if (item.Kind != JsonItemKind.Text) _faults.Structure(item.Offset, path, "Text is needed here.");
        else if (Words.Count(item.Text) == 0) _faults.Text(item.Offset, path, "The text is empty.", "Write at least one word.");
        else if (Marker.IsIn(item.Text)) _faults.Text(item.Offset, path, "The text holds a mark that tells keys apart.", "Leave out the marks of docs/table-model.md.");
        else if (known?.Add(Words.Canonical(item.Text)) == false) _faults.Text(item.Offset, path, "The text stands here for the second time.", "Make the texts differ in more than white space.");
        return item.Text;
    }

    private IReadOnlyList<JsonMember> ObjectOf(JsonItem? item, string path)
    {
        if (item is null) return [];
        if (item is { Kind: JsonItemKind.Object, Members.Count: > 0 }) return _faults.Distinct(item, path);
        _faults.Structure(item.Offset, path, "An object with at least one member is needed here.");
        return [];
    }

    private Dictionary<string, JsonItem> MembersOf(JsonItem item, string path, params string[] names)
    {
        var found = ObjectOf(item, path).ToDictionary(member => member.Name, StringComparer.Ordinal);
        var known = names.Select(name => name.TrimEnd('?')).ToList();
        foreach (var member in found.Values.Where(member => !known.Contains(member.Name)))
            _faults.Structure(member.Offset, path, $"There is no '{member.Name}' here.", NearestName.Suggest(member.Name, known));
        if (item.Kind == JsonItemKind.Object)
        {
            foreach (var name in names.Where(name => !name.EndsWith('?') && !found.ContainsKey(name)))
                _faults.Structure(item.Offset, path, $"'{name}' is missing.");
        }

        return found.ToDictionary(pair => pair.Key, pair => pair.Value.Value, StringComparer.Ordinal);
    }

    private static Dictionary<string, string> IdsByText(Dictionary<string, string> texts)
    {
        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (id, text) in texts) ids.TryAdd(Words.Canonical(text), id);
        return ids;
    }
}

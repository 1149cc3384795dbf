using Tessera.Pipelines.Yaml;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Pipelines.Loading;

/// <summary>Replaces values as <c>--set</c> says: an input by its name, or anything by its path.</summary>
internal static class Overrides
{
    public static YamlMap Apply(YamlMap root, IReadOnlyList<KeyValuePair<string, string>> overrides, List<Diagnostic> problems)
    {
        foreach (var (key, text) in overrides)
        {
            var place = new SourceLocation($"--set {key}");
            var value = YamlReader.Read(text, place.File, problems) ?? new YamlScalar(text, true, place);
            var path = Expand(root, key);
            if (Replace(root, path, 0, value, place, problems) is YamlMap replaced) root = replaced;
        }

        return root;
    }

    private static string[] Expand(YamlMap root, string key)
    {
        var path = key.Replace("[", ".[", StringComparison.Ordinal).Split('.');
        var known = path[0] is "inputs" or "steps" or "seed" or "name" or "description";
        return known && (path.Length > 1 || root.Find(path[0]) is null or { Value: YamlScalar } || path[0] is "seed" or "name") ? path : ["inputs", .. path];
    }

    private static YamlNode? Replace(YamlNode node, string[] path, int depth, YamlNode value, SourceLocation place, List<Diagnostic> problems)
    {
        if (depth == path.Length) return value;
        var key = path[depth];
        if (node is YamlList list && key is ['[', .. var digits, ']'] && int.TryParse(digits, System.Globalization.CultureInfo.InvariantCulture, out var index) && index >= 0 && index < list.Items.Count)
        {
            var item = Replace(list.Items[index], path, depth + 1, value, place, problems);
            return item is null ? null : list with { Items = [.. list.Items.Select((old, i) => i == index ? item : old)] };
        }

        // Options that a step does not yet give may be added; everything else must exist.
        var mayAdd = path[0] == "seed" || (path[0] == "steps" && depth >= 2);
        if (node is YamlMap map && (map.Find(key) is not null || mayAdd))
        {
            var entry = map.Find(key) ?? new YamlEntry(key, place with { KeyPath = string.Join('.', path[..(depth + 1)]) }, new YamlMap([], place));
            var inner = Replace(entry.Value, path, depth + 1, value, place, problems);
            return inner is null ? null : map.With(entry with { Value = inner });
        }

        var known = node is YamlMap { Entries: var entries } ? entries.Select(entry => entry.Key) : [];
        problems.Add(path is ["inputs", var input, ..] && depth <= 1
            ? Diagnostic.Error("TESS3007", $"The pipeline has no input '{input}'.", place, Suggestion(input, depth == 1 ? known : []) ?? "It has no inputs at all. An option of a step is set by `steps.STEP.with.OPTION=VALUE`.")
            : Diagnostic.Error("TESS3007", $"There is no '{key}' {(depth == 0 ? "in the pipeline" : $"at {string.Join('.', path[..depth])}")}.", place, Suggestion(key, known)));
        return null;
    }

    private static string? Suggestion(string name, IEnumerable<string> known) => NearestName.Suggest(name, known) is { Length: > 0 } suggestion ? suggestion : null;
}

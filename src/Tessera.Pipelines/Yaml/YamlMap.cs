using Tessera.Sdk.Diagnostics;

namespace Tessera.Pipelines.Yaml;

/// <summary>A map; its entries keep their order and the places of their keys.</summary>
internal sealed record YamlMap(IReadOnlyList<YamlEntry> Entries, SourceLocation Place) : YamlNode(Place)
{
    public override string Shown => "a map";

    public YamlEntry? Find(string key) => Entries.FirstOrDefault(entry => entry.Key == key);

    /// <summary>The map with an entry replaced, or added at the end.</summary>
    public YamlMap With(YamlEntry entry) =>
        this with { Entries = Find(entry.Key) is null ? [.. Entries, entry] : [.. Entries.Select(old => old.Key == entry.Key ? entry : old)] };
}

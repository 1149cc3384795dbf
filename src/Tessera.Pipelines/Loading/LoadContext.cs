using Tessera.Hosting.Catalog;
using Tessera.Pipelines.Yaml;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Pipelines.Loading;

/// <summary>What the parts of loading share: the names that exist, and where mistakes go.</summary>
internal sealed class LoadContext(PluginCatalog catalog, List<Diagnostic> problems)
{
    private const long MostExpanded = 10_000_000;
    private long _expanded;

    public PluginCatalog Catalog { get; } = catalog;

    public Dictionary<string, YamlEntry> Inputs { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, StepDraft> Steps { get; } = new(StringComparer.Ordinal);

    /// <summary>Inputs that refer to themselves, over others or directly; that is told once, not wherever they are used.</summary>
    public HashSet<string> CircularInputs { get; } = new(StringComparer.Ordinal);

    /// <summary>Counts what inputs are put in the place of references: a few lines can be made to mean gigabytes.</summary>
    public bool MayExpand(YamlNode input)
    {
        _expanded += 1 + (input is YamlScalar scalar ? scalar.Text.Length : 0);
        return _expanded <= MostExpanded;
    }

    public void Fail(string id, string message, SourceLocation place, string? remedy = null) =>
        problems.Add(Diagnostic.Error(id, message, place, string.IsNullOrEmpty(remedy) ? null : remedy));
}

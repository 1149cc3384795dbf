using Tessera.Hosting.Catalog;
using Tessera.Pipelines.Yaml;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Pipelines.Loading;

/// <summary>What the parts of loading share: the names that exist, and where mistakes go.</summary>
internal sealed class LoadContext(PluginCatalog catalog, List<Diagnostic> problems)
{
    public PluginCatalog Catalog { get; } = catalog;

    public Dictionary<string, YamlEntry> Inputs { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, StepDraft> Steps { get; } = new(StringComparer.Ordinal);

    public void Fail(string id, string message, SourceLocation place, string? remedy = null) =>
        problems.Add(Diagnostic.Error(id, message, place, string.IsNullOrEmpty(remedy) ? null : remedy));
}

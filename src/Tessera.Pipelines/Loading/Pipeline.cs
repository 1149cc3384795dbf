using Tessera.Hosting.Catalog;
using Tessera.Sdk.Randomness;

namespace Tessera.Pipelines.Loading;

/// <summary>A pipeline that is checked and ready to run.</summary>
public sealed class Pipeline
{
    internal Pipeline(string file, string name, Seed seed, IReadOnlyList<PipelineStep> steps) => (File, Name, Seed, Steps) = (file, name, seed, steps);

    /// <summary>The file it was read from, absolute.</summary>
    public string File { get; }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>The origin of all random choices.</summary>
    public Seed Seed { get; }

    /// <summary>The steps, each after those it depends on.</summary>
    public IReadOnlyList<PipelineStep> Steps { get; }

    /// <summary>The plugins that its steps and their options name, sorted by id.</summary>
    public IReadOnlyList<InstalledPlugin> Plugins => PluginsOf(Steps);

    /// <summary>The plugins that some steps and their options name, sorted by id.</summary>
    internal static IReadOnlyList<InstalledPlugin> PluginsOf(IEnumerable<PipelineStep> steps) =>
        [.. steps.SelectMany(step => step.Parts).Select(part => part.Plugin).Distinct().OrderBy(plugin => plugin.Id, StringComparer.Ordinal)];
}

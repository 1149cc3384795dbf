using System.Text.Json.Nodes;
using Tessera.Hosting.Catalog;

namespace Tessera.Pipelines.Loading;

/// <summary>A step of a pipeline that is checked and ready to run.</summary>
public sealed class PipelineStep
{
    internal PipelineStep(string name, InstalledPart part, JsonObject options, IReadOnlyList<string> dependencies, IReadOnlyList<InstalledPart> parts, IReadOnlyList<string> inputPaths)
    {
        (Name, Part, Options, Dependencies, Parts, InputPaths) = (name, part, options, dependencies, parts, inputPaths);
    }

    /// <summary>The step's name in the pipeline.</summary>
    public string Name { get; }

    /// <summary>The part that does the work.</summary>
    public InstalledPart Part { get; }

    /// <summary>The steps that must be done before, sorted by name.</summary>
    public IReadOnlyList<string> Dependencies { get; }

    /// <summary>The part itself and those that its options name.</summary>
    public IReadOnlyList<InstalledPart> Parts { get; }

    /// <summary>The files and folders that it reads, absolute.</summary>
    public IReadOnlyList<string> InputPaths { get; }

    /// <summary>The same step with what became known when it was about to run.</summary>
    internal PipelineStep With(JsonObject options, IEnumerable<string> moreInputPaths) => new(Name, Part, options, Dependencies, Parts, [.. InputPaths, .. moreInputPaths]);

    /// <summary>The options as JSON, with the markers of <see cref="OptionMarkers"/> where other steps' outputs and input paths stand.</summary>
    internal JsonObject Options { get; }
}

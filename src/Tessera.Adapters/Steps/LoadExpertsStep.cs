using System.Composition;
using Tessera.Adapters.Library;
using Tessera.Sdk.Parts;
using Tessera.Sdk.Steps;

namespace Tessera.Adapters.Steps;

/// <summary>Options of <c>step/load-experts</c>.</summary>
public sealed class LoadExpertsOptions
{
    /// <summary>The folder of the library: PEFT adapters, one folder an expert.</summary>
    [InputPath]
    public required string Path { get; set; }

    /// <summary>
    /// Lists of the last names of maps that have the same input, such as <c>[q_proj, k_proj, v_proj]</c>: those of one layer are routed
    /// together, and their scores are computed once.
    /// </summary>
    /// <value>By default each map is routed by itself.</value>
    public IReadOnlyList<IReadOnlyList<string>> Tie { get; set; } = [];
}

[Step("load-experts", Description = "Opens a library of LoRA experts.", Options = typeof(LoadExpertsOptions))]
[method: ImportingConstructor]
internal sealed class LoadExpertsStep(LoadExpertsOptions options) : IPipelineStep<ExpertLibrary>
{
    public Task<ExpertLibrary> RunAsync(IStepContext context, CancellationToken cancellationToken)
    {
        var library = ExpertLibrary.Open(options.Path, options.Tie);
        context.RecordMetric("experts", library.Experts.Count);
        context.RecordMetric("maps", library.Maps.Count);
        return Task.FromResult(library);
    }
}

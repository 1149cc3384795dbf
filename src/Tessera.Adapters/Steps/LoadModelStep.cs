using System.Composition;
using Tessera.Adapters.Models;
using Tessera.Sdk.Parts;
using Tessera.Sdk.Steps;

namespace Tessera.Adapters.Steps;

/// <summary>Options of <c>step/load-model</c>.</summary>
public sealed class LoadModelOptions
{
    /// <summary>The folder of the model, in the layout of Hugging Face: Llama, Mistral or Phi.</summary>
    [InputPath]
    public required string Path { get; set; }

    /// <summary>The type that the model computes in, whatever its weights are stored in.</summary>
    /// <value>The default is single precision.</value>
    public ModelType Dtype { get; set; } = ModelType.Float32;

    /// <summary>Where the model runs: <c>cpu</c>, <c>cuda</c> or <c>cuda:1</c>.</summary>
    /// <value>The default is <c>cpu</c>.</value>
    public string Device { get; set; } = "cpu";
}

[Step("load-model", Description = "Opens a base model: a folder in the layout of Hugging Face.", Options = typeof(LoadModelOptions), Deterministic = true)]
[method: ImportingConstructor]
internal sealed class LoadModelStep(LoadModelOptions options) : IPipelineStep<LanguageModelFolder>
{
    public Task<LanguageModelFolder> RunAsync(IStepContext context, CancellationToken cancellationToken)
    {
        var folder = LanguageModelFolder.Open(options.Path, options.Dtype, options.Device);
        context.RecordMetric("layers", folder.Model.LayerCount);
        context.RecordMetric("parameters", folder.ParameterCount);
        return Task.FromResult(folder);
    }
}

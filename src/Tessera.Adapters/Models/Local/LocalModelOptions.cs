using System.ComponentModel.DataAnnotations;
using Tessera.Sdk.Parts;

namespace Tessera.Adapters.Models.Local;

/// <summary>Options of <c>model/local</c>.</summary>
public sealed class LocalModelOptions
{
    /// <summary>The folder of the model, in the layout of Hugging Face: Llama, Mistral or Phi.</summary>
    [InputPath]
    public required string Path { get; set; }

    /// <summary>The folder of a LoRA adapter in PEFT's layout, which is applied to every token.</summary>
    /// <value>The default is null: the base model.</value>
    [InputPath]
    public string? Adapter { get; set; }

    /// <summary>The type that the model computes in, whatever its weights are stored in.</summary>
    /// <value>The default is single precision.</value>
    public ModelType Dtype { get; set; } = ModelType.Float32;

    /// <summary>Where the model runs: <c>cpu</c>, <c>cuda</c> or <c>cuda:1</c>.</summary>
    /// <value>The default is <c>cpu</c>.</value>
    public string Device { get; set; } = "cpu";

    /// <summary>How much memory keys and values of read tokens take, in MiB. A single sequence may take more.</summary>
    /// <value>The default is 512 MiB.</value>
    [Range(1, 1 << 20)]
    public int CacheMegabytes { get; set; } = 512;

    /// <summary>How many tokens, padding included, go through the model at a time. A longer sequence goes alone.</summary>
    /// <value>The default is 4096.</value>
    [Range(1, 1 << 24)]
    public int TokensPerBatch { get; set; } = 4096;
}

using System.ComponentModel.DataAnnotations;
using Tessera.Sdk.Parts;

namespace Tessera.Adapters.Steps;

/// <summary>Options of <c>step/pretrain-model</c>.</summary>
public sealed class PretrainModelOptions
{
    /// <summary>The text to learn: each line is a document, or, in a file <c>.jsonl</c>, a JSON object with the document as <c>text</c>, and what it follows as <c>prompt</c>: that is read and not learned.</summary>
    [InputPath]
    public required string Text { get; set; }

    /// <summary>Text of the same kind that is not learned; the model's perplexity is measured on it.</summary>
    [InputPath]
    public required string HeldOut { get; set; }

    /// <summary>The most pieces that the tokenizer has: two special ones, the 256 bytes, and what it finds in the text.</summary>
    /// <value>The default value is 1024.</value>
    [Range(258, 1_000_000)]
    public int Vocabulary { get; set; } = 1024;

    /// <summary>The number of layers.</summary>
    /// <value>The default value is 4.</value>
    [Range(1, 1000)]
    public int Layers { get; set; } = 4;

    /// <summary>The width of hidden states, a multiple of twice the heads.</summary>
    /// <value>The default value is 64.</value>
    [Range(2, 65536)]
    public int Width { get; set; } = 64;

    /// <summary>The number of attention heads.</summary>
    /// <value>The default value is 4.</value>
    [Range(1, 1024)]
    public int Heads { get; set; } = 4;

    /// <summary>The width of the gated network.</summary>
    /// <value>The default value is 172.</value>
    [Range(1, 1_000_000)]
    public int Inner { get; set; } = 172;

    /// <summary>The longest sequence that the model learns and reads, in tokens.</summary>
    /// <value>The default value is 128.</value>
    [Range(2, 1_000_000)]
    public int Context { get; set; } = 128;

    /// <summary>How many steps there are.</summary>
    /// <value>The default value is 2000.</value>
    [Range(1, 100_000_000)]
    public int Steps { get; set; } = 2000;

    /// <summary>How many sequences a step learns from.</summary>
    /// <value>The default value is 16.</value>
    [Range(1, 1_000_000)]
    public int Batch { get; set; } = 16;

    /// <summary>The full learning rate; after the warm-up it falls along half a cosine to 0.</summary>
    /// <value>The default value is 0.003.</value>
    [Range(1e-12, 100.0)]
    public double LearningRate { get; set; } = 3e-3;

    /// <summary>During how many first steps the learning rate rises.</summary>
    /// <value>The default value is 100.</value>
    [Range(0, 100_000_000)]
    public int WarmUp { get; set; } = 100;

    /// <summary>The share of the weights that a step takes away, times the learning rate. Norms do not decay.</summary>
    /// <value>The default value is 0.1.</value>
    [Range(0.0, 1e6)]
    public double WeightDecay { get; set; } = 0.1;

    /// <summary>The largest norm of the gradient; a longer one is shortened to it.</summary>
    /// <value>The default value is 1.</value>
    [Range(1e-12, 1e12)]
    public double Clip { get; set; } = 1;

    /// <summary>After how many steps training is kept, so that a killed run goes on from there.</summary>
    /// <value>The default value is 200.</value>
    [Range(1, 100_000_000)]
    public int CheckpointEvery { get; set; } = 200;
}

using System.ComponentModel.DataAnnotations;
using Tessera.Sdk.Parts;

namespace Tessera.Models.Ngram;

/// <summary>Options of <c>model/ngram</c>.</summary>
public sealed class NgramModelOptions
{
    /// <summary>The texts that are counted, in UTF-8, one a line.</summary>
    [InputPath]
    public required string File { get; set; }

    /// <summary>How many words an n-gram has: a word depends on one fewer before it.</summary>
    /// <value>The default value is 3.</value>
    [Range(1, 8)]
    public int Order { get; set; } = 3;

    /// <summary>How probability is kept for what was never counted.</summary>
    /// <value>The default value is interpolated.</value>
    public Smoothing Smoothing { get; set; }

    /// <summary>λ, the share of each longer history where they are interpolated.</summary>
    /// <value>The default value is 0.75.</value>
    [Range(0.0, 1.0)]
    public double Interpolation { get; set; } = 0.75;

    /// <summary>α, which is added to each count where smoothing is additive.</summary>
    /// <value>The default value is 1.</value>
    [Range(1e-9, 1e9)]
    public double Added { get; set; } = 1;

    /// <summary>Whether a continuation is a whole rest of a text, whose end is scored with it: the probabilities of all continuations of a context then sum to 1.</summary>
    /// <value>The default value is false.</value>
    public bool ScoreEnd { get; set; }
}

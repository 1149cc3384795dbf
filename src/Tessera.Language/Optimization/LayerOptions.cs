using System.ComponentModel.DataAnnotations;

namespace Tessera.Language.Optimization;

/// <summary>One layer of a prompt program.</summary>
public sealed class LayerOptions
{
    /// <summary>The layer's name.</summary>
    [MinLength(1)]
    public required string Name { get; set; }

    /// <summary>The prompt to begin with.</summary>
    [MinLength(1)]
    public required string Prompt { get; set; }

    /// <summary>The Liquid template that joins {{ prompt }}, {{ input }} and {{ hidden }}, the output of the layer below.</summary>
    /// <value>
    /// The default value is null: the prompt between &lt;instruction&gt; marks, the input between &lt;input&gt; marks, and what the layer below wrote between &lt;hidden&gt; marks;
    /// then <c>Thoughts:</c>, or <c>Answer:</c> in the last layer.
    /// </value>
    public string? Template { get; set; }

    /// <summary>Whether the layer sees the example's input beside the output of the layer below.</summary>
    /// <value>The default value is true.</value>
    public bool Residual { get; set; } = true;

    /// <summary>How many tokens the layer writes at most.</summary>
    /// <value>The default value is 256 tokens.</value>
    [Range(1, 100_000)]
    public int MaxTokens { get; set; } = 256;

    /// <summary>
    /// Texts that end what the layer writes. With one, a hidden text is scored together with the first of them, so that no text is the beginning of another one
    /// and the optimizer's bound is exactly one.
    /// </summary>
    /// <value>The default value is empty.</value>
    public IReadOnlyList<string> Stop { get; set; } = [];
}

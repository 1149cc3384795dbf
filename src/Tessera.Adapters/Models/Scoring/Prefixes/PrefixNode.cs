using TorchSharp;

namespace Tessera.Adapters.Models.Scoring.Prefixes;

/// <summary>Tokens that some sequences share behind tokens that they and perhaps others share.</summary>
/// <param name="parent">What stands before; null at the beginning.</param>
/// <param name="sequence">One of the sequences.</param>
/// <param name="end">How long the beginning is that ends with these tokens.</param>
internal sealed class PrefixNode(PrefixNode? parent, int[] sequence, int end)
{
    public PrefixNode? Parent => parent;

    public List<PrefixNode> Children { get; } = [];

    /// <summary>What is asked of the states of these tokens, by their place.</summary>
    public List<PrefixQuestion> Questions { get; } = [];

    /// <summary>How many tokens stand before.</summary>
    public int First => parent?.End ?? 0;

    public int End => end;

    public int Length => end - First;

    public ArraySegment<int> Tokens => new(sequence, First, Length);

    /// <summary>Keys and values of the tokens, (2 · layers, heads, tokens, head size), as long as children wait for them.</summary>
    public torch.Tensor? States { get; set; }

    /// <summary>How many children are not yet done with all that stands behind them.</summary>
    public int Waiting { get; set; }

    /// <summary>Keys and values of everything that stands before, in order.</summary>
    public List<torch.Tensor> StatesBefore()
    {
        var states = new List<torch.Tensor>();
        for (var before = parent; before is not null; before = before.Parent) states.Add(before.States!);
        states.Reverse();
        return states;
    }
}

namespace Tessera.Adapters.Models.Scoring;

/// <summary>Tokens whose probability after a context is asked for.</summary>
/// <param name="Context">The tokens before, at least one: a tokenizer's begin where the text has nothing before.</param>
/// <param name="Tokens">The tokens to score.</param>
/// <param name="Task">The task, by the numbering of whoever adapts the model; -1 for unknown.</param>
public sealed record Continuation(IReadOnlyList<int> Context, IReadOnlyList<int> Tokens, int Task = -1)
{
    internal int Length => Context.Count + Tokens.Count;
}

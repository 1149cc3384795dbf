namespace Tessera.Adapters.Training.Data;

/// <summary>Tokens of which the first are given and the rest are learned.</summary>
/// <param name="Tokens">All tokens.</param>
/// <param name="Given">How many of them are given, at least one: a prompt, or the token at the beginning of every text.</param>
public sealed record TrainingText(IReadOnlyList<int> Tokens, int Given)
{
    /// <summary>How many tokens are learned.</summary>
    public int Learned => Tokens.Count - Given;
}

namespace Tessera.Adapters.Models.Scoring;

/// <summary>How much was read to score continuations.</summary>
/// <param name="Asked">How many tokens would be read if each continuation were scored alone, its context included.</param>
/// <param name="Computed">How many tokens were read.</param>
/// <param name="Padding">How many places beside them went through the model, so that sequences of different lengths could be read together.</param>
public readonly record struct ScoringWork(long Asked, long Computed, long Padding)
{
    /// <summary>Adds work.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    /// <returns>The sum.</returns>
    public static ScoringWork operator +(ScoringWork left, ScoringWork right) =>
        new(left.Asked + right.Asked, left.Computed + right.Computed, left.Padding + right.Padding);

    /// <summary>Adds work.</summary>
    /// <param name="other">The other.</param>
    /// <returns>The sum.</returns>
    public ScoringWork Add(ScoringWork other) => this + other;
}

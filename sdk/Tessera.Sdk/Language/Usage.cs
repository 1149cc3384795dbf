namespace Tessera.Sdk.Language;

/// <summary>What requests cost.</summary>
/// <param name="InputTokens">Tokens read.</param>
/// <param name="OutputTokens">Tokens written, reasoning included.</param>
public readonly record struct Usage(long InputTokens, long OutputTokens)
{
    /// <summary>How many of the tokens read came from the provider's cache.</summary>
    public long CachedInputTokens { get; init; }

    /// <summary>The price in the currency of the model's price list; 0 where the model has none.</summary>
    public decimal Cost { get; init; }

    /// <summary>Adds two costs.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    /// <returns>The sum.</returns>
    public static Usage operator +(Usage left, Usage right) =>
        new(left.InputTokens + right.InputTokens, left.OutputTokens + right.OutputTokens)
        {
            CachedInputTokens = left.CachedInputTokens + right.CachedInputTokens,
            Cost = left.Cost + right.Cost,
        };

    /// <summary>Adds another cost.</summary>
    /// <param name="other">The other.</param>
    /// <returns>The sum.</returns>
    public Usage Add(Usage other) => this + other;
}

namespace Tessera.Sdk.Language;

/// <summary>What requests cost.</summary>
/// <param name="InputTokens">Tokens read.</param>
/// <param name="OutputTokens">Tokens written.</param>
public readonly record struct Usage(long InputTokens, long OutputTokens)
{
    /// <summary>Adds two costs.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    /// <returns>The sum.</returns>
    public static Usage operator +(Usage left, Usage right) =>
        new(left.InputTokens + right.InputTokens, left.OutputTokens + right.OutputTokens);

    /// <summary>Adds another cost.</summary>
    /// <param name="other">The other.</param>
    /// <returns>The sum.</returns>
    public Usage Add(Usage other) => this + other;
}

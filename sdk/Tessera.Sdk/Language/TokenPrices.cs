namespace Tessera.Sdk.Language;

/// <summary>What a model's tokens cost at most, so that a budget can tell before a request what it may cost.</summary>
/// <param name="Input">The price of a million tokens read: the highest there is, in the currency of the price list.</param>
/// <param name="Output">The price of a million tokens written.</param>
public readonly record struct TokenPrices(decimal Input, decimal Output)
{
    private const decimal Million = 1_000_000;

    /// <summary>What a request costs at most.</summary>
    /// <param name="read">The most tokens that it reads.</param>
    /// <param name="written">The most tokens that it writes.</param>
    /// <returns>The price.</returns>
    public decimal Of(long read, long written) => ((read * Input) + (written * Output)) / Million;
}

using Tessera.Sdk.Language;

namespace Tessera.Models.Http;

/// <summary>What tokens cost.</summary>
/// <param name="options">The prices of a million tokens.</param>
/// <param name="cacheWritePrice">The price of a million tokens that the service puts into its cache; null for that of tokens read.</param>
internal sealed class Prices(ServiceOptions options, double? cacheWritePrice = null)
{
    private const decimal Million = 1_000_000;

    private readonly decimal _input = (decimal)(options.InputPrice ?? 0);
    private readonly decimal _cached = (decimal)(options.CachedInputPrice ?? options.InputPrice ?? 0);
    private readonly decimal _written = (decimal)(cacheWritePrice ?? options.InputPrice ?? 0);
    private readonly decimal _output = (decimal)(options.OutputPrice ?? 0);

    /// <summary>What tokens cost at most; null where the options name no price.</summary>
    /// <param name="options">The prices of a million tokens.</param>
    /// <param name="cacheWritePrice">The price of a million tokens that the service puts into its cache; null for that of tokens read.</param>
    public static TokenPrices? Highest(ServiceOptions options, double? cacheWritePrice = null)
    {
        double[] read = [options.InputPrice ?? 0, options.CachedInputPrice ?? 0, cacheWritePrice ?? 0];
        return options.InputPrice is null && options.OutputPrice is null ? null : new TokenPrices((decimal)read.Max(), (decimal)(options.OutputPrice ?? 0));
    }

    /// <summary>The usage with its cost.</summary>
    /// <param name="input">All tokens read.</param>
    /// <param name="cached">Those of them that came from the cache.</param>
    /// <param name="output">Tokens written.</param>
    /// <param name="cacheWritten">Those read that went into the cache.</param>
    public Usage Usage(long input, long cached, long output, long cacheWritten = 0)
    {
        cached = Math.Min(cached, input);
        cacheWritten = Math.Min(cacheWritten, input - cached);
        var cost = (((input - cached - cacheWritten) * _input) + (cached * _cached) + (cacheWritten * _written) + (output * _output)) / Million;
        return new Usage(input, output) { CachedInputTokens = cached, Cost = cost };
    }
}

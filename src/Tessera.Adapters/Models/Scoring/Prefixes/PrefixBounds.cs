namespace Tessera.Adapters.Models.Scoring.Prefixes;

/// <summary>What goes through a model at a time, and what is kept meanwhile.</summary>
/// <param name="TokensPerBatch">How many tokens are read at a time, padding included.</param>
/// <param name="CachedTokens">Of how many tokens keys and values are in memory: half of them are kept for later, half are of those being read.</param>
/// <param name="ContextLength">How long a sequence may be, padding included.</param>
internal sealed record PrefixBounds(int TokensPerBatch, long CachedTokens, int ContextLength)
{
    /// <param name="rows">How many sequences are read together.</param>
    /// <param name="longest">How many tokens of each are read.</param>
    /// <param name="furthest">How many tokens stand before, at most.</param>
    /// <param name="kept">Of how many tokens keys and values are kept for later.</param>
    public bool Hold(long rows, int longest, int furthest, long kept) =>
        rows * longest <= TokensPerBatch && furthest + longest <= ContextLength && rows * (furthest + longest) <= CachedTokens / 2 && kept <= CachedTokens / 2;
}

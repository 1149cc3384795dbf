namespace Tessera.Sdk.Testing.Repetition;

/// <summary>Does the same work again in other circumstances, and compares what came of it.</summary>
/// <param name="work">Does all of the work anew, and gives what came of it as text.</param>
internal sealed class RepeatedWork(Func<CancellationToken, Task<string>> work)
{
    private const int SideBySide = 8;

    /// <summary>Twice in the same way.</summary>
    public async Task<string?> FindChanceAsync(string remedy, CancellationToken token) =>
        TextDifference.Find(await work(token).ConfigureAwait(false), await work(token).ConfigureAwait(false), "the first time", "the second time", remedy);

    /// <summary>In a culture in which numbers look different.</summary>
    public async Task<string?> FindCultureAsync(CancellationToken token)
    {
        var usual = await RequireSameAsync(token).ConfigureAwait(false);
        return TextDifference.Find(usual, await StrangeCulture.RunAsync(() => work(token)).ConfigureAwait(false), "usually", "in another culture", "Format and parse with CultureInfo.InvariantCulture.");
    }

    /// <summary>Many times at once.</summary>
    public async Task<string?> FindDisturbanceAsync(string remedy, CancellationToken token)
    {
        var alone = await RequireSameAsync(token).ConfigureAwait(false);
        var together = await Task.WhenAll(Enumerable.Range(0, SideBySide).Select(_ => Task.Run(() => work(token), token))).ConfigureAwait(false);
        return together.Select(text => TextDifference.Find(alone, text, "alone", "among others", remedy)).FirstOrDefault(fault => fault is not null);
    }

    /// <summary>What comes of the work each time.</summary>
    /// <exception cref="NotApplicableException">It is left to chance, so that nothing can be compared with it.</exception>
    public async Task<string> RequireSameAsync(CancellationToken token)
    {
        var text = await work(token).ConfigureAwait(false);
        return text == await work(token).ConfigureAwait(false) ? text : throw new NotApplicableException("the same work does not come out the same; mend that first.");
    }
}

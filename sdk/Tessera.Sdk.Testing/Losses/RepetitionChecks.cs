using System.Globalization;
using Tessera.Sdk.Testing.Repetition;

namespace Tessera.Sdk.Testing.Losses;

/// <summary>What a loss must not depend on, and must not touch.</summary>
internal static class RepetitionChecks
{
    private const int AtOnce = 8;
    private const int Rounds = 20;

    public static IReadOnlyList<ConformanceCheck<LossTrial>> All { get; } =
    [
        new("CONF-L11", "The same answer has the same loss", (trial, token) => Work(trial).FindChanceAsync("Leave nothing to chance or time: scores are compared and kept.", token)),
        new("CONF-L12", "What was judged before does not matter", FindMemoryAsync),
        new("CONF-L13", "The culture does not matter to numbers", (trial, token) => Work(trial).FindCultureAsync(token)),
        new("CONF-L14", "The culture does not matter to letters", async (trial, token) =>
        {
            var turkish = CultureInfo.GetCultureInfo("tr-TR");
            if (turkish.TextInfo.ToLower('I') == 'i') throw new NotApplicableException("this process has no cultures (InvariantGlobalization).");
            var usual = await Work(trial).RequireSameAsync(token).ConfigureAwait(false);
            return TextDifference.Find(usual, await JudgeInAsync(turkish, trial).ConfigureAwait(false), "usually", "where i is the small letter of İ", "Compare by StringComparison.Ordinal or OrdinalIgnoreCase, and change case by ToLowerInvariant.");
        }),
        new("CONF-L15", "One loss judges many at the same time", async (trial, token) =>
        {
            var alone = await Work(trial).RequireSameAsync(token).ConfigureAwait(false);
            if (await FindMemoryAsync(trial, token).ConfigureAwait(false) is not null) throw new NotApplicableException("what was judged before matters; mend that first.");
            var loss = trial.Create();
            var together = await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => Task.Run(() => Enumerable.Range(0, Rounds).Select(_ => trial.Judge(loss)).ToList(), token))).ConfigureAwait(false);
            await Disposal.DisposeAsync(loss).ConfigureAwait(false);
            return together.SelectMany(texts => texts).Select(text => TextDifference.Find(alone, text, "alone", "among others", "Share nothing between calls, or lock it.")).FirstOrDefault(fault => fault is not null);
        }),
        new("CONF-L16", "Losses side by side do not disturb each other", (trial, token) => Work(trial).FindDisturbanceAsync("Keep nothing in static fields.", token)),
        new("CONF-L17", "The process stays as it was", (trial, _) => ProcessState.FindChangeAsync(() => trial.UseAsync(trial.Judge))),
    ];

    private static RepeatedWork Work(LossTrial trial) => new(_ => trial.UseAsync(trial.Judge));

    private static async Task<string?> FindMemoryAsync(LossTrial trial, CancellationToken token)
    {
        var alone = await Work(trial).RequireSameAsync(token).ConfigureAwait(false);
        var again = await trial.UseAsync(loss =>
        {
            trial.Judge(loss);
            return trial.Judge(loss);
        }).ConfigureAwait(false);
        return TextDifference.Find(alone, again, "by a new loss", "by one that was used", "Keep nothing from one answer to the next.");
    }

    private static async Task<string> JudgeInAsync(CultureInfo culture, LossTrial trial)
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = culture;
            return await trial.UseAsync(trial.Judge).ConfigureAwait(false);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}

using Tessera.Sdk.Language;
using Tessera.Sdk.Randomness;

namespace Tessera.Sdk.Testing.Models;

/// <summary>How continuations are drawn.</summary>
internal static class DrawingChecks
{
    private const int Draws = 24;
    private const LanguageModelCapabilities Seeded = LanguageModelCapabilities.Generate | LanguageModelCapabilities.Seeded;

    public static IReadOnlyList<ConformanceCheck<ModelTrial>> All { get; } =
    [
        new("CONF-M13", "The same seed draws the same", (trial, token) => trial.UseAsync(Seeded, async model =>
        {
            var (first, second) = (await DrawAsync(trial, model, token).ConfigureAwait(false), await DrawAsync(trial, model, token).ConfigureAwait(false));
            return first.SequenceEqual(second, StringComparer.Ordinal) ? null : "asked twice with equal seeds, it drew different texts. Draw from request.Seed.CreateRandom(), or do not say Seeded.";
        })),
        new("CONF-M14", "Other seeds draw otherwise", (trial, token) => trial.UseAsync(Seeded, async model =>
            (await DrawAsync(trial, model, token).ConfigureAwait(false)).Distinct(StringComparer.Ordinal).Count() > 1 ? null
                : $"{Draws} seeds drew the same text at temperature 1. Each request has its own seed; give prompts that can be continued in several ways.")),
        new("CONF-M15", "A draw does not depend on the requests beside it", (trial, token) => trial.UseAsync(Seeded, async model =>
        {
            var together = await DrawAsync(trial, model, token).ConfigureAwait(false);
            if (together.Count != Draws) throw new NotApplicableException("there is not one answer a request; mend that first.");
            if (!together.SequenceEqual(await DrawAsync(trial, model, token).ConfigureAwait(false), StringComparer.Ordinal)) throw new NotApplicableException("equal seeds do not draw equal texts.");
            var last = (await model.GenerateAsync([trial.Draw(Draws - 1)], token).ConfigureAwait(false))[0].Text;
            return last == together[^1] ? null : "a request drew one text alone and another among others. Make a generator for each request, not one for all.";
        })),
        new("CONF-M16", "At temperature 0 the seed does not matter", (trial, token) => trial.UseAsync(LanguageModelCapabilities.Generate, async model =>
        {
            trial.RequireDeterminism();
            await trial.Work.RequireSameAsync(token).ConfigureAwait(false);
            var request = trial.Greedy()[0];
            var texts = await model.GenerateAsync([.. Enumerable.Range(0, Draws).Select(seed => request with { Seed = new Seed((ulong)seed) })], token).ConfigureAwait(false);
            return texts.Select(text => text.Text).Distinct(StringComparer.Ordinal).Count() == 1 ? null : "at temperature 0 other seeds gave other texts. Take the most probable token each time.";
        })),
        new("CONF-M17", "From the most probable token alone there is one draw", (trial, token) => trial.UseAsync(Seeded, async model =>
        {
            var texts = await model.GenerateAsync([.. Enumerable.Range(0, Draws).Select(seed => trial.Draw(seed, topP: 1e-9))], token).ConfigureAwait(false);
            return texts.Select(text => text.Text).Distinct(StringComparer.Ordinal).Count() == 1 ? null : "with a topP near 0 several texts were drawn. Draw only from the most probable tokens that together reach topP.";
        })),
    ];

    private static async Task<IReadOnlyList<string>> DrawAsync(ModelTrial trial, ILanguageModel model, CancellationToken token) =>
        [.. (await model.GenerateAsync([.. Enumerable.Range(0, Draws).Select(seed => trial.Draw(seed))], token).ConfigureAwait(false)).Select(answer => answer.Text)];
}

using Tessera.Sdk.Language;
using Tessera.Sdk.Testing.Repetition;

namespace Tessera.Sdk.Testing.Models;

/// <summary>Many requests at once are as many requests.</summary>
internal static class BatchChecks
{
    private const string Remedy = "Answer request by request, in their order.";

    public static IReadOnlyList<ConformanceCheck<ModelTrial>> All { get; } =
    [
        new("CONF-M05", "There is one answer a request", (trial, token) => FindMiscountAsync(trial, token)),
        new("CONF-M06", "No requests have no answers", async (trial, token) => await trial.UseAsync(async model =>
        {
            var answers = (ModelTrial.Can(model, LanguageModelCapabilities.Generate) ? (await model.GenerateAsync([], token).ConfigureAwait(false)).Count : 0)
                + (ModelTrial.Can(model, LanguageModelCapabilities.Score) ? (await model.ScoreAsync([], token).ConfigureAwait(false)).Count : 0)
                + (ModelTrial.Can(model, LanguageModelCapabilities.PredictNext) ? (await model.PredictNextAsync([], token).ConfigureAwait(false)).Count : 0);
            return answers == 0 ? null : $"to no requests it gave {answers} answers.";
        }).ConfigureAwait(false)),
        new("CONF-M07", "Many at once are answered as one by one", async (trial, token) =>
        {
            trial.RequireDeterminism();
            var together = await trial.Work.RequireSameAsync(token).ConfigureAwait(false);
            await RequireOneEachAsync(trial, token).ConfigureAwait(false);
            return TextDifference.Find(together, await trial.UseAsync(async model => ComparableText.Of(new
            {
                Generated = ModelTrial.Can(model, LanguageModelCapabilities.Generate) ? await OneByOneAsync(trial.Greedy(), model.GenerateAsync, token).ConfigureAwait(false) : null,
                Scored = ModelTrial.Can(model, LanguageModelCapabilities.Score) ? await OneByOneAsync(trial.Scores(), model.ScoreAsync, token).ConfigureAwait(false) : null,
                Predicted = ModelTrial.Can(model, LanguageModelCapabilities.PredictNext) ? await OneByOneAsync(trial.Nexts(), model.PredictNextAsync, token).ConfigureAwait(false) : null,
            })).ConfigureAwait(false), "together", "one by one", Remedy);
        }),
        new("CONF-M08", "The same again is answered in the same way", (trial, token) =>
        {
            trial.RequireDeterminism();
            return trial.Work.FindChanceAsync("At temperature 0 take the most probable token, the first of equals; or say Deterministic = false.", token);
        }),
        new("CONF-M09", "The culture does not matter", (trial, token) =>
        {
            trial.RequireDeterminism();
            return trial.Work.FindCultureAsync(token);
        }),
        new("CONF-M10", "Models side by side do not disturb each other", (trial, token) =>
        {
            trial.RequireDeterminism();
            return trial.Work.FindDisturbanceAsync("Share nothing that is written to.", token);
        }),
        new("CONF-M11", "One model answers many at the same time", async (trial, token) =>
        {
            trial.RequireDeterminism();
            return await trial.UseAsync(LanguageModelCapabilities.Generate, async model =>
            {
                var alone = ComparableText.Of(await model.GenerateAsync(trial.Greedy(), token).ConfigureAwait(false));
                var together = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => model.GenerateAsync(trial.Greedy(), token), token))).ConfigureAwait(false);
                return together.Select(answers => TextDifference.Find(alone, ComparableText.Of(answers), "alone", "at the same time as others", "All members may be called at the same time: keep what a call needs in the call.")).FirstOrDefault(fault => fault is not null);
            }).ConfigureAwait(false);
        }),
        new("CONF-M12", "The process stays as it was", (trial, token) => ProcessState.FindChangeAsync(() => trial.UseAsync(async model =>
            ModelTrial.Can(model, LanguageModelCapabilities.Generate) ? (await model.GenerateAsync(trial.Greedy(), token).ConfigureAwait(false)).Count : 0))),
    ];

    private static Task<string?> FindMiscountAsync(ModelTrial trial, CancellationToken token) => trial.UseAsync(async model =>
    {
        if (ModelTrial.Can(model, LanguageModelCapabilities.Generate) && await model.GenerateAsync(trial.Greedy(), token).ConfigureAwait(false) is var generated && generated.Count != trial.Greedy().Count)
            return $"{trial.Greedy().Count} prompts were continued {generated.Count} times. {Remedy}";
        if (ModelTrial.Can(model, LanguageModelCapabilities.Score) && await model.ScoreAsync(trial.Scores(), token).ConfigureAwait(false) is var scored && scored.Count != trial.Scores().Count)
            return $"{trial.Scores().Count} continuations had {scored.Count} scores. {Remedy}";
        if (ModelTrial.Can(model, LanguageModelCapabilities.PredictNext) && await model.PredictNextAsync(trial.Nexts(), token).ConfigureAwait(false) is var predicted && predicted.Count != trial.Nexts().Count)
            return $"{trial.Nexts().Count} contexts had {predicted.Count} distributions. {Remedy}";
        return null;
    });

    private static async Task RequireOneEachAsync(ModelTrial trial, CancellationToken token)
    {
        if (await FindMiscountAsync(trial, token).ConfigureAwait(false) is not null) throw new NotApplicableException("there is not one answer a request; mend that first.");
    }

    private static async Task<List<TAnswer>> OneByOneAsync<TRequest, TAnswer>(
        IReadOnlyList<TRequest> requests, Func<IReadOnlyList<TRequest>, CancellationToken, Task<IReadOnlyList<TAnswer>>> ask, CancellationToken token)
    {
        var answers = new List<TAnswer>();
        foreach (var request in requests) answers.AddRange(await ask([request], token).ConfigureAwait(false));
        return answers;
    }
}

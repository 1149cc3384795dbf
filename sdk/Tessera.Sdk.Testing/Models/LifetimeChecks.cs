using Tessera.Sdk.Language;
using Tessera.Sdk.Testing.Cancellation;
using Tessera.Sdk.Testing.Unloading;

namespace Tessera.Sdk.Testing.Models;

/// <summary>How a request ends.</summary>
internal static class LifetimeChecks
{
    public static IReadOnlyList<ConformanceCheck<ModelTrial>> All { get; } =
    [
        new("CONF-M29", "A cancelled request ends at once", (trial, token) => new CancelledWork(async interruption => await trial.UseAsync(async model =>
        {
            // Each member by itself: one that hears would hide one that does not.
            var deaf = false;
            if (ModelTrial.Can(model, LanguageModelCapabilities.Generate)) deaf |= await EndedAsync(() => model.GenerateAsync(trial.Greedy(), interruption.Token)).ConfigureAwait(false);
            if (ModelTrial.Can(model, LanguageModelCapabilities.Score)) deaf |= await EndedAsync(() => model.ScoreAsync(trial.Scores(), interruption.Token)).ConfigureAwait(false);
            if (ModelTrial.Can(model, LanguageModelCapabilities.PredictNext)) deaf |= await EndedAsync(() => model.PredictNextAsync(trial.Nexts(), interruption.Token)).ConfigureAwait(false);
            if (ModelTrial.Can(model, LanguageModelCapabilities.Chat)) deaf |= await EndedAsync(() => model.ChatAsync(trial.Options.Conversation, interruption.Token)).ConfigureAwait(false);
            return deaf;
        }).ConfigureAwait(false), trial.Options.Patience).FindFaultAsync(token)),
        new("CONF-M30", "Disposing twice does no harm", (trial, token) => Disposal.TwiceAsync(trial.Create(), async model =>
        {
            if (ModelTrial.Can(model, LanguageModelCapabilities.Generate)) await model.GenerateAsync(trial.Greedy(), token).ConfigureAwait(false);
        })),
        new("CONF-M31", UnloadCheck.Title, (trial, token) => UnloadCheck.FindFaultAsync(trial.Create(), trial.Options.PartOptions, async model =>
        {
            if (ModelTrial.Can(model, LanguageModelCapabilities.Generate)) await model.GenerateAsync(trial.Greedy(), token).ConfigureAwait(false);
            if (ModelTrial.Can(model, LanguageModelCapabilities.Score)) await model.ScoreAsync(trial.Scores(), token).ConfigureAwait(false);
            if (ModelTrial.Can(model, LanguageModelCapabilities.PredictNext)) await model.PredictNextAsync(trial.Nexts(), token).ConfigureAwait(false);
            if (ModelTrial.Can(model, LanguageModelCapabilities.Chat)) await model.ChatAsync(trial.Options.Conversation, token).ConfigureAwait(false);
        }, token)),
    ];

    private static async Task<bool> EndedAsync(Func<Task> ask)
    {
        try
        {
            await ask().ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}

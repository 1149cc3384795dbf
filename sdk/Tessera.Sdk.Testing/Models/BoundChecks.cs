using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Language;

namespace Tessera.Sdk.Testing.Models;

/// <summary>What ends an answer, and what it costs.</summary>
internal static class BoundChecks
{
    private static readonly string[] _strange = ["", " ", "\0", "\ud800", "\u202e\u0007\u001b[31m", "<|endoftext|>", new('x', 20_000)];

    public static IReadOnlyList<ConformanceCheck<ModelTrial>> All { get; } =
    [
        new("CONF-M23", "No more tokens are written than were asked for", (trial, token) => trial.UseAsync(LanguageModelCapabilities.Generate, async model =>
        {
            const int few = 2;
            return (await model.GenerateAsync(trial.Greedy(few), token).ConfigureAwait(false)).FirstOrDefault(answer => answer.Usage.OutputTokens > few) is { } long_
                ? $"{few} tokens were asked for, and {long_.Usage.OutputTokens} are said to be written. Keep to MaxTokens." : null;
        })),
        new("CONF-M24", "What is cut off is said to be, and is the beginning of the whole", (trial, token) => trial.UseAsync(LanguageModelCapabilities.Generate, async model =>
        {
            trial.RequireDeterminism();
            await trial.Work.RequireSameAsync(token).ConfigureAwait(false);
            var (whole, cut) = (await model.GenerateAsync(trial.Greedy(), token).ConfigureAwait(false), await model.GenerateAsync(trial.Greedy(1), token).ConfigureAwait(false));
            return whole.Zip(cut).FirstOrDefault(pair => !pair.First.Text.StartsWith(pair.Second.Text, StringComparison.Ordinal)) is { First: not null } other
                ? $"cut off after one token it is '{other.Second.Text}', and '{other.First.Text}' does not begin with that."
                : whole.Zip(cut).Any(pair => pair.First.Text != pair.Second.Text && !pair.Second.Truncated) ? "a text that was cut off by MaxTokens does not say so. Set Truncated." : null;
        })),
        new("CONF-M25", "A stop text ends the text, and is not part of it", (trial, token) => trial.UseAsync(LanguageModelCapabilities.Generate, async model =>
        {
            trial.RequireDeterminism();
            await trial.Work.RequireSameAsync(token).ConfigureAwait(false);
            foreach (var request in trial.Greedy())
            {
                var whole = (await model.GenerateAsync([request], token).ConfigureAwait(false))[0].Text;
                if (whole.Length < 3) continue;
                var stop = whole.Substring(whole.Length / 2, 1);
                var stopped = (await model.GenerateAsync([request with { Sampling = request.Sampling with { Stop = [stop] } }], token).ConfigureAwait(false))[0].Text;
                var expected = whole[..whole.IndexOf(stop, StringComparison.Ordinal)];
                // Some leave out blanks at the end of a text.
                if (stopped.TrimEnd() != expected.TrimEnd()) return $"'{whole}' stopped at '{stop}' is '{stopped}', not '{expected}'. End at the first stop text, wherever tokens end, and leave it out.";
            }

            return null;
        })),
        new("CONF-M26", "Costs are not negative", (trial, token) => trial.UseAsync(async model =>
        {
            var usages = new List<Usage>();
            if (ModelTrial.Can(model, LanguageModelCapabilities.Generate)) usages.AddRange((await model.GenerateAsync(trial.Greedy(), token).ConfigureAwait(false)).Select(answer => answer.Usage));
            if (ModelTrial.Can(model, LanguageModelCapabilities.Score)) usages.AddRange((await model.ScoreAsync(trial.Scores(), token).ConfigureAwait(false)).Select(answer => answer.Usage));
            if (ModelTrial.Can(model, LanguageModelCapabilities.PredictNext)) usages.AddRange((await model.PredictNextAsync(trial.Nexts(), token).ConfigureAwait(false)).Select(answer => answer.Usage));
            if (ModelTrial.Can(model, LanguageModelCapabilities.Chat)) usages.Add((await model.ChatAsync(trial.Options.Conversation, token).ConfigureAwait(false)).Usage);
            return usages.Any(usage => usage.InputTokens < 0 || usage.OutputTokens < 0 || usage.Cost < 0 || usage.CachedInputTokens < 0) ? "an answer costs less than nothing. Budgets would grow by asking."
                : usages.Any(usage => usage.CachedInputTokens > usage.InputTokens) ? "more tokens were read from a cache than were read. InputTokens counts all." : null;
        })),
        new("CONF-M27", "A conversation is answered by the assistant", (trial, token) => trial.UseAsync(LanguageModelCapabilities.Chat, async model =>
        {
            var reply = await model.ChatAsync(trial.Options.Conversation, token).ConfigureAwait(false);
            return reply.Message.Role != ChatRole.Assistant ? $"the answer is said to be by {reply.Message.Role}."
                : string.IsNullOrWhiteSpace(reply.Message.Text) && reply.Message.Calls is null or [] && reply.Finish == ChatFinish.Complete ? "a complete answer has neither text nor calls." : null;
        })),
        new("CONF-M28", "Strange texts are answered, or refused in words", async (trial, token) =>
        {
            foreach (var text in _strange)
            {
                var fault = await trial.UseAsync(async model =>
                {
                    try
                    {
                        if (ModelTrial.Can(model, LanguageModelCapabilities.Generate)) await model.GenerateAsync([new GenerationRequest(text, new SamplingOptions { MaxTokens = 2 })], token).ConfigureAwait(false);
                        if (ModelTrial.Can(model, LanguageModelCapabilities.Score)) await model.ScoreAsync([new ScoreRequest(text, trial.Options.Continuations[0]), new ScoreRequest(trial.Options.Prompts[0], text)], token).ConfigureAwait(false);
                        if (ModelTrial.Can(model, LanguageModelCapabilities.PredictNext)) await model.PredictNextAsync([new NextTokenRequest(text, 1)], token).ConfigureAwait(false);
                        return null;
                    }
                    catch (Exception refused) when (refused is LanguageModelException or TesseraException)
                    {
                        return null;
                    }
#pragma warning disable CA1031 // Any other exception is the fault that is looked for.
                    catch (Exception thrown) when (!token.IsCancellationRequested)
#pragma warning restore CA1031
                    {
                        var shown = text.Length > 40 ? $"{text.Length} characters" : System.Text.Json.Nodes.JsonValue.Create(text).ToJsonString();
                        return $"with {shown} it threw {thrown.GetType().Name}: {thrown.Message} Answer, or throw a LanguageModelException.";
                    }
                }).ConfigureAwait(false);
                if (fault is not null) return fault;
            }

            return null;
        }),
    ];
}

using Tessera.Sdk.Language;

namespace Tessera.Sdk.Testing.Models;

/// <summary>What a model is, and whether it can do what it says.</summary>
internal static class CapabilityChecks
{
    private static readonly (LanguageModelCapabilities Capability, Func<ModelTrial, ILanguageModel, CancellationToken, Task<int>> Ask)[] _abilities =
    [
        (LanguageModelCapabilities.Generate, async (trial, model, token) => (await model.GenerateAsync(trial.Greedy(), token).ConfigureAwait(false)).Count(answer => answer is not null)),
        (LanguageModelCapabilities.Score, async (trial, model, token) => (await model.ScoreAsync(trial.Scores(), token).ConfigureAwait(false)).Count(answer => answer is not null)),
        (LanguageModelCapabilities.PredictNext, async (trial, model, token) => (await model.PredictNextAsync(trial.Nexts(), token).ConfigureAwait(false)).Count(answer => answer is not null)),
        (LanguageModelCapabilities.Chat, async (trial, model, token) => await model.ChatAsync(trial.Options.Conversation, token).ConfigureAwait(false) is null ? 0 : 1),
    ];

    public static IReadOnlyList<ConformanceCheck<ModelTrial>> All { get; } =
    [
        new("CONF-M01", "The identity is there, and stays", async (trial, token) =>
        {
            var first = await trial.UseAsync(async model =>
            {
                var before = model.Identity;
                if (ModelTrial.Can(model, LanguageModelCapabilities.Generate)) await model.GenerateAsync(trial.Greedy(), token).ConfigureAwait(false);
                return (Before: before, After: model.Identity);
            }).ConfigureAwait(false);
            var second = await trial.UseAsync(model => Task.FromResult(model.Identity)).ConfigureAwait(false);
            return string.IsNullOrWhiteSpace(first.Before) ? "there is no identity. Answers are remembered under it: name everything that decides them, such as weights and revision."
                : first.Before != first.After || first.Before != second ? $"'{first.Before}' became '{(first.Before != first.After ? first.After : second)}' for an equal model; nothing that was remembered is found again." : null;
        }),
        new("CONF-M02", "It can do something", (trial, _) => trial.UseAsync(model => Task.FromResult<string?>(
            _abilities.Any(ability => ModelTrial.Can(model, ability.Capability)) ? null : $"its capabilities are {model.Capabilities}. Set the flags of what it can do."))),
        new("CONF-M03", "What it says it can do it does", async (trial, token) =>
        {
            foreach (var (capability, ask) in _abilities)
            {
                var fault = await trial.UseAsync(async model =>
                {
                    if (!ModelTrial.Can(model, capability)) return null;
                    try
                    {
                        return await ask(trial, model, token).ConfigureAwait(false) > 0 ? null : $"it says that it can {capability}, and gave no answer.";
                    }
                    catch (CapabilityMissingException)
                    {
                        return $"it says that it can {capability}, and throws CapabilityMissingException. A flag that is set is a promise.";
                    }
                }).ConfigureAwait(false);
                if (fault is not null) return fault;
            }

            return null;
        }),
        new("CONF-M04", "What it does not say it can do it refuses", async (trial, token) =>
        {
            foreach (var (capability, ask) in _abilities)
            {
                var fault = await trial.UseAsync(async model =>
                {
                    if (ModelTrial.Can(model, capability)) return null;
                    try
                    {
                        await ask(trial, model, token).ConfigureAwait(false);
                        return $"it does not say that it can {capability}, and answered. Set the flag, or leave the member out.";
                    }
                    catch (CapabilityMissingException missing)
                    {
                        return missing.Capability == capability ? null : $"asked to {capability}, it says that {missing.Capability} is missing.";
                    }
                    catch (NotSupportedException)
                    {
                        return $"asked to {capability}, it throws NotSupportedException. Throw CapabilityMissingException, or leave the member out.";
                    }
                }).ConfigureAwait(false);
                if (fault is not null) return fault;
            }

            return null;
        }),
    ];
}

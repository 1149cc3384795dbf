using Tessera.Sdk.Agents;
using Tessera.Sdk.Language;

namespace Tessera.Sdk.Testing.Agents;

/// <summary>What an agent makes of its language model.</summary>
internal static class ModelChecks
{
    public static IReadOnlyList<ConformanceCheck<AgentTrial>> All { get; } =
    [
        new("CONF-A17", "A missing model is told before any call", (trial, token) =>
        {
            trial.RequireModel();
            return trial.FindRefusalFaultAsync(trial.Task() with { Model = null }, token);
        }),
        new("CONF-A18", "A model that cannot do what is needed is told before it is asked", async (trial, token) =>
        {
            trial.RequireModel();
            var model = new TakingTurnsModel { Capabilities = LanguageModelCapabilities.None };
            return await trial.FindRefusalFaultAsync(trial.Task(model), token).ConfigureAwait(false) ?? (model.Asked == 0 ? null : "the model was asked before.");
        }),
        new("CONF-A19", "A model that fails ends the work with what was reached", (trial, token) => FailAsync(trial, new LanguageModelException("conformance: the model does not answer."), AgentStopReason.ModelFailed, token)),
        new("CONF-A20", "A budget that is used up ends the work with what was reached", (trial, token) => FailAsync(trial, new BudgetExhaustedException("conformance: the budget is used up."), AgentStopReason.BudgetExhausted, token)),
    ];

    private static async Task<string?> FailAsync(AgentTrial trial, Exception failure, AgentStopReason expected, CancellationToken token)
    {
        trial.RequireModel();
        for (var answered = 0; answered < 2; answered++)
        {
            var (environment, last) = (new TrialEnvironment(trial.Options), answered);
            var model = new TakingTurnsModel { OnAsk = (before, _) => before >= last ? throw failure : Task.CompletedTask };
            var outcome = await trial.RunAsync(environment, trial.Task(model), token).ConfigureAwait(false);
            if (outcome.Reason != expected) return $"after {answered} answers it says {outcome.Reason}. Say {expected}, which lets a later run go on.";
            if (outcome.Steps != environment.Calls.Count) return $"after {answered} answers it says {outcome.Steps} calls and made {environment.Calls.Count}.";
        }

        return null;
    }
}

using Tessera.Sdk.Agents;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Language;
using Tessera.Sdk.Testing.Repetition;

namespace Tessera.Sdk.Testing.Agents;

/// <summary>What the checks of an agent share: fresh agents, environments and models.</summary>
internal sealed class AgentTrial(Func<IAgent> create, AgentConformanceOptions options)
{
    public AgentConformanceOptions Options => options;

    public IAgent Create() => create();

    /// <summary>All calls and the outcome of the usual work, done anew, as text.</summary>
    public RepeatedWork Work => new(async token =>
    {
        var environment = new TrialEnvironment(options);
        return Text(await RunAsync(environment, token).ConfigureAwait(false), environment);
    });

    /// <summary>Whether the agent has to converse with a model.</summary>
    public bool NeedsModel => Create().NeededCapabilities != LanguageModelCapabilities.None;

    public void RequireDeterminism()
    {
        if (!options.Deterministic) throw new NotApplicableException("the agent is said not to be deterministic.");
    }

    /// <exception cref="NotApplicableException">The agent asks no model.</exception>
    public void RequireModel()
    {
        if (!NeedsModel) throw new NotApplicableException("the agent says that it needs no model.");
    }

    /// <summary>The usual task.</summary>
    public AgentTask Task(ILanguageModel? model = null) => options.Task with { Model = model ?? (NeedsModel ? options.Model?.Invoke() ?? new TakingTurnsModel() : null) };

    public Task<AgentOutcome> RunAsync(TrialEnvironment environment, CancellationToken token) => RunAsync(environment, Task(), token);

    public Task<AgentOutcome> RunAsync(TrialEnvironment environment, AgentTask task, CancellationToken token) => RunAsync(Create(), environment, task, token);

    public static async Task<AgentOutcome> RunAsync(IAgent agent, TrialEnvironment environment, AgentTask task, CancellationToken token)
    {
        try
        {
            return await agent.RunAsync(environment, task, token).ConfigureAwait(false);
        }
        finally
        {
            await Disposal.DisposeAsync(agent).ConfigureAwait(false);
        }
    }

    /// <summary>How many calls the usual work takes.</summary>
    /// <exception cref="NotApplicableException">Fewer than needed.</exception>
    public async Task<int> RequireCallsAsync(int least, CancellationToken token)
    {
        var environment = new TrialEnvironment(options);
        await RunAsync(environment, token).ConfigureAwait(false);
        return environment.Calls.Count >= least ? environment.Calls.Count : throw new NotApplicableException($"its work takes fewer than {least} calls; give a task that takes more.");
    }

    /// <summary>Has a task refused: what the refusal lacks, or null.</summary>
    public async Task<string?> FindRefusalFaultAsync(AgentTask task, CancellationToken token)
    {
        var environment = new TrialEnvironment(options);
        try
        {
            await RunAsync(environment, task, token).ConfigureAwait(false);
            return "it worked all the same. Throw a TesseraException that says what is missing and what to do.";
        }
        catch (TesseraException refusal)
        {
            return environment.Calls.Count > 0 ? "it was refused after a tool had been called. Look at everything first."
                : refusal.Diagnostics.All(problem => problem.Remedy is null) ? $"'{refusal.Diagnostics[0]}' says what is wrong, and not what to do. Give it a remedy." : null;
        }
    }

    public static string Text(AgentOutcome outcome, TrialEnvironment environment) =>
        ComparableText.Of(new { Calls = environment.Calls.Select(call => new { call.Tool, call.Arguments, call.UnreadableArguments }), outcome.Reason, outcome.Steps, outcome.Message });
}

using System.Globalization;
using System.Text.Json.Nodes;
using Tessera.Sdk.Agents;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Language;
using Tessera.Sdk.Tools;

namespace Tessera.Sdk.Testing.Tests.Agents;

/// <summary>An agent that has a model call tools, one call after another. As it stands it keeps the contract; each hook lets it break one point of it.</summary>
[Agent("turns", Description = "Has a model call the tools, one call after another.")]
internal class TurnsAgent : IAgent, IDisposable
{
    private int _works;

    public LanguageModelCapabilities NeededCapabilities { get; init; } = LanguageModelCapabilities.Chat;

    public Func<Task> Before { get; init; } = () => Task.CompletedTask;

    /// <summary>What becomes of a call, the number of earlier ones being known.</summary>
    public Func<ToolCall, int, ToolCall> Change { get; init; } = (call, _) => call;

    public Func<int, int> Count { get; init; } = steps => steps;

    /// <summary>How many calls may be made where so many are allowed.</summary>
    public Func<int, int> Limit { get; init; } = most => most;

    public bool HeedsEnd { get; init; } = true;

    public AgentStopReason WhenEnded { get; init; } = AgentStopReason.EnvironmentEnded;

    public AgentStopReason WhenExhausted { get; init; } = AgentStopReason.StepsExhausted;

    public Func<Exception, AgentStopReason?> WhenFailed { get; init; } = failure => failure is BudgetExhaustedException ? AgentStopReason.BudgetExhausted : AgentStopReason.ModelFailed;

    /// <summary>What is said of a task that cannot be begun.</summary>
    public Func<Diagnostic, Exception> Refuse { get; init; } = problem => new TesseraException(problem);

    public bool LooksAtTask { get; init; } = true;

    public Func<AgentTask, bool> HasModel { get; init; } = task => task.Model is not null;

    public bool AsksWhatModelCan { get; init; } = true;

    /// <summary>What looks at observations.</summary>
    public Action<IReadOnlyList<Observation>> Look { get; init; } = _ => { };

    public Action<IReadOnlyList<Observation>> LookAtStart { get; init; } = _ => { };


    /// <summary>What is said at the end, the number of earlier works of this agent being known.</summary>
    public Func<int, string?> LastWords { get; init; } = _ => null;

    public bool HandsTokenOn { get; init; } = true;

    public Action? OnDispose { get; init; }

    public async Task<AgentOutcome> RunAsync(IAgentEnvironment environment, AgentTask task, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!HandsTokenOn) cancellationToken = CancellationToken.None;
        if (LooksAtTask && task.Instructions.Length == 0) throw Refuse(Diagnostic.Error("TESS0000", "The task has no instructions.", remedy: "Say what is to be done."));
        if (!HasModel(task)) throw Refuse(Diagnostic.Error("TESS0000", "The task has no model.", remedy: "Name one."));
        if (AsksWhatModelCan && task.Model?.Capabilities.HasFlag(LanguageModelCapabilities.Chat) == false) throw Refuse(Diagnostic.Error("TESS0000", "The model cannot converse.", remedy: "Name another."));
        await Before();
        LookAtStart(task.Start);
        var steps = 0;
        try
        {
            return await WorkAsync();
        }
        catch (Exception failure) when (failure is LanguageModelException or BudgetExhaustedException && WhenFailed(failure) is not null)
        {
            return End(WhenFailed(failure)!.Value);
        }

        async Task<AgentOutcome> WorkAsync()
        {
            var messages = new List<ChatMessage> { new(ChatRole.User, task.Instructions) };
            while (true)
            {
                var reply = await task.Model!.ChatAsync(new ChatRequest(messages, environment.Tools, new SamplingOptions()), cancellationToken);
                messages.Add(reply.Message);
                if (reply.Message.Calls is not { Count: > 0 } calls) return End(AgentStopReason.Done);
                foreach (var call in calls)
                {
                    if (HeedsEnd && environment.Ended) return End(WhenEnded);
                    if (steps >= Limit(task.MaxSteps)) return End(WhenExhausted);
                    var answer = await StepAsync(Change(call, steps));
                    Look(answer);
                    messages.Add(new ChatMessage(ChatRole.Tool, answer[0].Text, CallId: call.Id));
                }
            }
        }

        AgentOutcome End(AgentStopReason reason) => new(reason, Count(steps), LastWords(_works++));

        Task<IReadOnlyList<Observation>> StepAsync(ToolCall call)
        {
            steps++;
            return environment.StepAsync(call with { Id = call.Id.Length == 0 ? "" : $"{call.Id}-{steps.ToString(CultureInfo.InvariantCulture)}" }, cancellationToken);
        }
    }

    public void Dispose() => OnDispose?.Invoke();
}

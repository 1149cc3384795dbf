using Tessera.Sdk.Agents;
using Tessera.Sdk.Language;
using Tessera.Sdk.Tools;

namespace Tessera.Agents.ToolCalling;

/// <summary>One conversation with a model about one task.</summary>
internal sealed class Conversation
{
    // Room for what the estimate of tokens misses.
    private const double SafeShare = 0.95;
    private const int UnknownContext = 100_000;
    private const int MostShortenings = 4;

    private readonly IAgentEnvironment _environment;
    private readonly AgentTask _task;
    private readonly ILanguageModel _model;
    private readonly ToolCallingOptions _options;
    private readonly History _history;
    private int _rewrites;
    private int _questions;

    public Conversation(IAgentEnvironment environment, AgentTask task, ILanguageModel model, ToolCallingOptions options)
    {
        (_environment, _task, _model, _options) = (environment, task, model, options);
        var context = options.ContextTokens ?? model.ContextLimit ?? UnknownContext;
        _history = new History(
            new ChatMessage(ChatRole.System, options.SystemPrompt.Trim()),
            new ChatMessage(ChatRole.User, Instructions()),
            (int)(Math.Max(context - options.AnswerTokens, context / 2) * SafeShare));
    }

    /// <summary>How many calls were made.</summary>
    public int Steps { get; private set; }

    public async Task<AgentOutcome> RunAsync(CancellationToken cancellationToken)
    {
        var idle = 0;
        while (true)
        {
            // An environment ends, too, when all its calls are made.
            if (Steps >= _task.MaxSteps) return new AgentOutcome(AgentStopReason.StepsExhausted, Steps);
            if (_environment.Ended) return new AgentOutcome(AgentStopReason.EnvironmentEnded, Steps);
            var reply = await AskAsync(cancellationToken).ConfigureAwait(false);
            var before = Steps;
            var answers = reply.Message.Calls is { Count: > 0 } calls
                ? await CallAsync(calls, cancellationToken).ConfigureAwait(false)
                : [new ChatMessage(ChatRole.User, Reminder(reply.Finish))];
            // Calls of tools that are held back lead nowhere either.
            idle = Steps > before ? 0 : idle + 1;
            if (idle >= _options.MaxIdleAnswers) return new AgentOutcome(AgentStopReason.GaveUp, Steps, reply.Message.Text);
            _history.Add(new Turn([reply.Message, .. answers]));
        }
    }

    private string Instructions()
    {
        var observations = _task.Start.Select(observation => observation.Text);
        return string.Join("\n\n", [_task.Instructions, $"The project is in `{_environment.Root}`; paths are relative to it.", .. observations]);
    }

    private async Task<ChatReply> AskAsync(CancellationToken cancellationToken)
    {
        var tools = Tools();
        for (var shortenings = 0; ; shortenings++)
        {
            var request = new ChatRequest(
                _history.Messages(tools), tools, new SamplingOptions { Temperature = _options.Temperature, MaxTokens = _options.AnswerTokens }, _task.Seed.Derive("question", ++_questions))
            {
                MustCall = _options.MustCall,
            };
            try
            {
                var reply = await _model.ChatAsync(request, cancellationToken).ConfigureAwait(false);
                _history.Learn(request, reply.Usage);
                return reply;
            }
            catch (ContextExceededException) when (shortenings < MostShortenings && _history.Shorten(tools))
            {
                // With less of the past it may fit.
            }
        }
    }

    private IReadOnlyList<ToolDefinition> Tools() => _rewrites >= _options.DebuggersAfterRewrites
        ? _environment.Tools
        : [.. _environment.Tools.Where(tool => !_options.Debuggers.Contains(tool.Name, StringComparer.Ordinal))];

    private async Task<List<ChatMessage>> CallAsync(IReadOnlyList<ToolCall> calls, CancellationToken cancellationToken)
    {
        var answers = new List<ChatMessage>(calls.Count);
        foreach (var call in calls)
        {
            answers.Add(NotCalled(call) is { } reason
                ? new ChatMessage(ChatRole.Tool, reason, CallId: call.Id) { Failed = true }
                : await CallAsync(call, cancellationToken).ConfigureAwait(false));
        }

        return answers;
    }

    private string? NotCalled(ToolCall call)
    {
        if (_environment.Ended) return "This was not called: the session has ended.";
        if (Steps >= _task.MaxSteps) return "This was not called: no more calls are allowed.";
        // A tool that is held back is as if it did not exist yet.
        return _environment.Tools.Any(tool => tool.Name == call.Tool) && Tools().All(tool => tool.Name != call.Tool)
            ? $"There is no tool '{call.Tool}' yet. Use {string.Join(", ", Tools().Select(tool => tool.Name))}."
            : null;
    }

    private async Task<ChatMessage> CallAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var observations = await _environment.StepAsync(call, cancellationToken).ConfigureAwait(false);
        Steps++;
        if (!observations[0].Failed && _options.Rewriters.Contains(call.Tool, StringComparer.Ordinal)) _rewrites++;
        return new ChatMessage(ChatRole.Tool, string.Join("\n\n", observations.Select(observation => observation.Text)), CallId: call.Id) { Failed = observations[0].Failed };
    }

    private static string Reminder(ChatFinish finish) => finish switch
    {
        ChatFinish.LengthReached => "Your answer was cut off because it was too long, and called no tool. Answer shortly, with a call of a tool.",
        ChatFinish.Refused => "You declined. Only the repair of this software is asked for. Call a tool to go on, or submit to end the work.",
        _ => "You called no tool. Call one to go on. If the work is done, run the evaluation and submit.",
    };
}

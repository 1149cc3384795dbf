using System.Globalization;
using Tessera.Sdk.Agents;
using Tessera.Sdk.Tools;

namespace Tessera.Agents.Human;

/// <summary>Lets a person at the console call the tools, with completion by the tabulator key.</summary>
/// <remarks>Where the input is no console, lines are read from it; its end ends the work.</remarks>
[Agent("human", Description = "Lets a person at the console call the tools.")]
public sealed class HumanAgent : IAgent
{
    private readonly IPrompt _prompt;
    private readonly TextWriter _output;

    /// <summary>Takes the console that the program runs in. What is shown goes to standard error, as all that is not a result.</summary>
    public HumanAgent() : this(Console.IsInputRedirected ? new LinePrompt(Console.In, Console.Error) : new ConsolePrompt(Console.Error), Console.Error)
    {
    }

    internal HumanAgent(IPrompt prompt, TextWriter output) => (_prompt, _output) = (prompt, output);

    /// <inheritdoc/>
    public async Task<AgentOutcome> RunAsync(IAgentEnvironment environment, AgentTask task, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(task);
        var completion = new Completion(environment.Tools, environment.Root);
        await _output.WriteLineAsync($"{task.Instructions}\n").ConfigureAwait(false);
        foreach (var observation in task.Start) await _output.WriteLineAsync(observation.Text).ConfigureAwait(false);
        await _output.WriteLineAsync(Help(environment.Tools)).ConfigureAwait(false);
        for (var steps = 0; ;)
        {
            if (environment.Ended) return new AgentOutcome(AgentStopReason.EnvironmentEnded, steps);
            if (steps >= task.MaxSteps) return new AgentOutcome(AgentStopReason.StepsExhausted, steps);
            var line = await _prompt.ReadAsync(completion, cancellationToken).ConfigureAwait(false);
            // The prompt stays alone on its line where the input has ended.
            if (line is null) await _output.WriteLineAsync().ConfigureAwait(false);
            if (line is null || line.Trim() == "quit") return new AgentOutcome(AgentStopReason.Done, steps);
            if (line.Trim().Length == 0) continue;
            if (line.Trim() == "help")
            {
                await _output.WriteLineAsync(Help(environment.Tools)).ConfigureAwait(false);
                continue;
            }

            try
            {
                var call = CallLine.Read(line, environment.Tools, (steps + 1).ToString(CultureInfo.InvariantCulture));
                foreach (var observation in await environment.StepAsync(call, cancellationToken).ConfigureAwait(false))
                    await _output.WriteLineAsync(observation.Text.TrimEnd() + "\n").ConfigureAwait(false);
                steps++;
            }
            catch (FormatException unfit)
            {
                await _output.WriteLineAsync($"{unfit.Message}\n").ConfigureAwait(false);
            }
        }
    }

    private static string Help(IReadOnlyList<ToolDefinition> tools)
    {
        var lines = tools.Select(tool => $"  {CallLine.Usage(tool)}\n      {tool.Description.Split(". ")[0].TrimEnd('.')}.");
        return $"Tools:\n{string.Join('\n', lines)}\nWrite `TOOL VALUE`, `TOOL VALUE name=value` or `TOOL name=value name=\"two words\"`; \\n in quotes begins a new line. `help` shows this, `quit` ends.\n";
    }
}

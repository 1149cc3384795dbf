using System.Text.Json;
using System.Text.Json.Nodes;
using Tessera.Sdk.Terminals;
using Tessera.Sdk.Tools;
using Tessera.Tools.Python;

namespace Tessera.Tools.Trace;

/// <summary>What became of a traced run.</summary>
/// <param name="Report">What the driver saw; null where the program ended without telling, as when it was killed.</param>
/// <param name="End">How the program ended.</param>
/// <param name="TimedOut">Whether time ran out.</param>
internal sealed record TracedRun(JsonObject? Report, TerminalResult End, bool TimedOut)
{
    // How long an interrupted program may take to tell, and one that has told to leave.
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    /// <summary>How many tests passed, as unittest or pytest tells; null where neither ran any.</summary>
    public TestCounts? Tests => Report?["tests"] is JsonObject tests ? new TestCounts((int)tests["passed"]!, (int)tests["run"]!) : null;

    /// <summary>The first tests that failed, each with its name and problem.</summary>
    public IEnumerable<JsonNode> FailedTests => Report?["tests"]?["failed"]?.AsArray().Select(test => test!) ?? [];

    /// <summary>Runs a program from its beginning to its end under the tracer.</summary>
    /// <exception cref="TerminalException">Python could not be started.</exception>
    public static async Task<TracedRun> PerformAsync(
        ITerminal terminal, EntryPoint entryPoint, DriverCode code, JsonObject request, TimeSpan timeout, int outputLimit, TimeProvider time, CancellationToken cancellationToken)
    {
        var command = new TerminalCommand
        {
            Program = entryPoint.Interpreter,
            Arguments = [.. entryPoint.InterpreterOptions, "-c", DriverSources.Bootstrap],
            // Two runs of one program are to be the same run, as far as that is to be had.
            Environment = new Dictionary<string, string?> { ["PYTHONHASHSEED"] = "0" },
            Timeout = TimeSpan.FromDays(1),
            OutputLimit = outputLimit,
            WithChannel = true,
        };
        await using var session = await terminal.OpenAsync(command, cancellationToken).ConfigureAwait(false);
        var frames = new DriverFrames(session.Channel!);
        // One that has ended says so when its report is waited for.
        if (await code.GiveAsync(frames, cancellationToken).ConfigureAwait(false)) await frames.SendAsync(request, cancellationToken).ConfigureAwait(false);

        var telling = frames.ReceiveAsync(cancellationToken);
        var timedOut = !await EndsWithinAsync(telling, timeout, time, cancellationToken).ConfigureAwait(false);
        if (timedOut)
        {
            Interrupt(session);
            await EndsWithinAsync(telling, _patience, time, cancellationToken).ConfigureAwait(false);
        }

        if (telling.IsCompleted) await EndsWithinAsync(session.Completion, _patience, time, cancellationToken).ConfigureAwait(false);
        // What does not react, such as a long call into native code, is ended.
        await session.DisposeAsync().ConfigureAwait(false);
        return new TracedRun(Parse(await telling.ConfigureAwait(false)), await session.Completion.ConfigureAwait(false), timedOut);
    }

    private static JsonObject? Parse(byte[]? report)
    {
        try
        {
            return report is null ? null : JsonNode.Parse(report) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static async Task<bool> EndsWithinAsync(Task task, TimeSpan bound, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            await task.WaitAsync(bound, time, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private static void Interrupt(ITerminalSession session)
    {
        try
        {
            session.Interrupt();
        }
        catch (PlatformNotSupportedException)
        {
            // Then it is ended when patience is.
        }
    }
}

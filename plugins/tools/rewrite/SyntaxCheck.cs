using System.Text.Json.Nodes;
using Tessera.Sdk.Terminals;
using Tessera.Sdk.Tools;
using Tessera.Tools.Python;

namespace Tessera.Tools.Rewrite;

/// <summary>Asks the project's Python whether a file compiles. One process answers all questions: its start costs more than all of them.</summary>
/// <param name="patience">How long to wait for an answer.</param>
/// <param name="time">Measures it.</param>
internal sealed class SyntaxCheck(TimeSpan patience, TimeProvider time) : IAsyncDisposable
{
    // To compile takes about a second for each megabyte.
    private const int LargestFile = 512 * 1024;

    // A Python that is not there, or does not start, is not tried for ever.
    private const int MostFailures = 3;

    private Task<ITerminalSession>? _starting;
    private Task _asked = Task.CompletedTask;
    private int _failures;

    /// <summary>Starts the process, so that it is there when it is needed. It says nothing of what goes wrong.</summary>
    public void Prepare(IToolSession session)
    {
        if (patience > TimeSpan.Zero && _failures < MostFailures) _starting ??= StartAsync(session);
    }

    /// <summary>What Python says against a file.</summary>
    /// <returns>The line and the message; null when it compiles, or nobody could tell in time.</returns>
    public Task<SyntaxProblem?> FindAsync(byte[] content, IToolSession session, CancellationToken cancellationToken)
    {
        // One question at a time, also where nobody waits for the answer to the last one.
        var finding = FindAfterAsync(_asked, content, session, cancellationToken);
        _asked = finding;
        return finding;
    }

    private async Task<SyntaxProblem?> FindAfterAsync(Task asked, byte[] content, IToolSession session, CancellationToken cancellationToken)
    {
        await asked.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (patience == TimeSpan.Zero || content.Length > LargestFile) return null;
        Prepare(session);
        if (_starting is not { } starting) return null;
        var began = time.GetTimestamp();
        try
        {
            if (!await HasStartedAsync(starting, cancellationToken).ConfigureAwait(false)) return null;
            var left = patience - time.GetElapsedTime(began);
            return await AskAsync(starting, content, cancellationToken).WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, time, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The answer that is still to come would be taken for the next one's.
            await DisposeAsync().ConfigureAwait(false);
            throw;
        }
        catch (Exception missing) when (missing is TimeoutException or TerminalException)
        {
            _failures++;
            var ending = DisposeAsync().AsTask();
            // One that never starts is not waited for: the terminal ends it at last.
            if (starting.IsCompleted) await ending.ConfigureAwait(false);
            return null;
        }
    }

    // A process that is slow to start was asked nothing yet: it goes on starting, and answers the next question.
    private async Task<bool> HasStartedAsync(Task<ITerminalSession> starting, CancellationToken cancellationToken)
    {
        try
        {
            await starting.WaitAsync(patience, time, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException) when (++_failures < MostFailures)
        {
            return false;
        }
    }

    /// <summary>Ends the process.</summary>
    /// <returns>A task that ends when it has ended.</returns>
    public async ValueTask DisposeAsync()
    {
        var starting = Interlocked.Exchange(ref _starting, null);
        if (starting is null) return;
        try
        {
            await (await starting.ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
        }
        catch (TerminalException)
        {
            // Without Python nothing was started.
        }
    }

    private static async Task<SyntaxProblem?> AskAsync(Task<ITerminalSession> starting, byte[] content, CancellationToken cancellationToken)
    {
        var process = await starting.ConfigureAwait(false);
        var frames = new DriverFrames(process.Channel!);
        await frames.SendAsync(content, cancellationToken).ConfigureAwait(false);
        var answer = await frames.ReceiveAsync(cancellationToken).ConfigureAwait(false) ?? throw new TimeoutException("The process has ended.");
        return JsonNode.Parse(answer)!["problem"] is { } problem ? new SyntaxProblem((string)problem["message"]!, (int?)problem["line"]) : null;
    }

    private static async Task<ITerminalSession> StartAsync(IToolSession session)
    {
        var command = new TerminalCommand
        {
            Program = Interpreter(session.EntryPoints),
            Arguments = ["-c", DriverSources.Bootstrap],
            Timeout = TimeSpan.FromDays(1),
            WithChannel = true,
        };
        var process = await session.Terminal.OpenAsync(command, CancellationToken.None).ConfigureAwait(false);
        await new DriverCode().GiveAsync(new DriverFrames(process.Channel!), CancellationToken.None).ConfigureAwait(false);
        return process;
    }

    private static string Interpreter(EntryPoints entryPoints)
    {
        try
        {
            return EntryPoint.Parse(entryPoints.Debug ?? entryPoints.Evaluate).Interpreter;
        }
        catch (FormatException)
        {
            return "python3";
        }
    }
}

using System.Security.Cryptography;
using Tessera.Sdk.Terminals;

namespace Tessera.Tools.Bash;

/// <summary>A shell whose directory, variables, functions and options last from one command to the next.</summary>
internal sealed class LastingShell : IAsyncDisposable
{
    private static readonly TimeSpan _start = TimeSpan.FromSeconds(20);

    // How long ending a command and all that it started may take.
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);

    private readonly ITerminalSession _session;
    private readonly AnswerReader _answers;
    private readonly TimeProvider _time;

    private LastingShell(ITerminalSession session, TimeProvider time) =>
        (_session, _answers, _time) = (session, new AnswerReader(session.Channel ?? Stream.Null), time);

    /// <summary>Whether it answers commands.</summary>
    public bool IsAlive { get; private set; } = true;

    /// <summary>Starts a shell.</summary>
    /// <param name="terminal">Where it runs.</param>
    /// <param name="root">The folder in which it begins.</param>
    /// <param name="outputLimit">How many characters of each command's output are kept.</param>
    /// <param name="time">Measures time bounds.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="TerminalException">There is no bash, or it does not start.</exception>
    public static async Task<LastingShell> StartAsync(ITerminal terminal, string root, int outputLimit, TimeProvider time, CancellationToken cancellationToken)
    {
        var mark = RandomNumberGenerator.GetHexString(16, lowercase: true);
        var command = new TerminalCommand
        {
            Program = "bash",
            Arguments = ["--norc", "--noprofile", "-c", ShellScripts.Supervisor, "bash", ShellScripts.Command, root, mark],
            Timeout = TimeSpan.FromDays(30),
            OutputLimit = outputLimit,
            WithPipe = true,
        };
        var shell = new LastingShell(await terminal.OpenAsync(command, cancellationToken).ConfigureAwait(false), time);
        try
        {
            using var bound = new CancellationTokenSource(_start, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(bound.Token, cancellationToken);
            if (await ReadyAsync(shell, either.Token, cancellationToken).ConfigureAwait(false)) return shell;
            throw new TerminalException(command, $"error TESS4231: The shell did not start. {shell._session.TakeOutput().Trim()} The tool needs bash 4.4 or newer.");
        }
        catch
        {
            await shell.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Runs a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="timeout">After this it is ended with all that it started.</param>
    /// <param name="cancellationToken">Gives up; the shell ends then.</param>
    /// <returns>The answer, or null where the shell ended instead; and the output since the last command.</returns>
    public async Task<(ShellAnswer? Answer, string Output)> RunAsync(string command, TimeSpan timeout, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await AnswerAsync(command, timeout, cancellationToken).ConfigureAwait(false);
            if (answer is null) await DisposeAsync().ConfigureAwait(false);
            return (answer, _session.TakeOutput());
        }
        catch (OperationCanceledException)
        {
            await DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        IsAlive = false;
        await _session.DisposeAsync().ConfigureAwait(false);
    }

    private static async Task<bool> ReadyAsync(LastingShell shell, CancellationToken bound, CancellationToken cancellationToken)
    {
        try
        {
            return await shell._answers.ReadReadyAsync(bound).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task<ShellAnswer?> AnswerAsync(string command, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var answering = _answers.ReadAnswerAsync(giveUp.Token);
        // A shell that has ended takes no input; its pipe ends, and that is noticed.
        var writing = _session.WriteInputAsync(command + "\0", giveUp.Token);
        var ended = await EndsWithinAsync(answering, timeout, cancellationToken).ConfigureAwait(false);
        if (!ended)
        {
            _session.Interrupt();
            ended = await EndsWithinAsync(answering, _patience, cancellationToken).ConfigureAwait(false);
        }

        if (!ended || !writing.IsCompleted) await giveUp.CancelAsync().ConfigureAwait(false);
        try
        {
            await writing.ConfigureAwait(false);
            return await answering.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private async Task<bool> EndsWithinAsync(Task task, TimeSpan bound, CancellationToken cancellationToken)
    {
        try
        {
            await task.WaitAsync(bound, _time, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}

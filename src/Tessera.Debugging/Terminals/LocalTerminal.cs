using System.ComponentModel;
using System.Diagnostics;
using Tessera.Debugging.Terminals.Channels;
using Tessera.Sdk.Terminals;

namespace Tessera.Debugging.Terminals;

/// <summary>Runs programs on this machine, with this process's rights and without its secrets.</summary>
/// <remarks>
/// When a program ends, by itself or not, whatever it left behind is ended, too: its descendants, and on Linux also those
/// that left its tree, which are known by a variable in their environment. What clears that variable and leaves the tree escapes.
/// On Linux all of them end soon after this process, too, however that ends.
/// On Linux each program has a session of its own, so that a signal it sends to its whole group reaches neither this process nor other programs.
/// This is no sandbox: programs reach the files and the network that this process reaches.
/// </remarks>
public sealed class LocalTerminal : ITerminal
{
    private readonly LocalTerminalOptions _options;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private readonly HashSet<LocalTerminalSession> _open = [];
    private readonly HashSet<Task> _runs = [];
    private readonly CancellationTokenSource _closing = new();
    private bool _disposed;

    /// <summary>Makes a terminal.</summary>
    /// <param name="options">Where programs run and what they are told.</param>
    /// <param name="time">Measures time bounds; null for the system's clock.</param>
    public LocalTerminal(LocalTerminalOptions options, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_options, _time) = (options, time ?? TimeProvider.System);
    }

    /// <summary>Whether what it starts are sandboxes: these have sessions of their own, and all that is in one ends with it.</summary>
    internal bool StartsSandboxes { get; init; }

    /// <inheritdoc/>
    public async Task<TerminalResult> RunAsync(TerminalCommand command, CancellationToken cancellationToken)
    {
        var (program, arguments, folder, environment) = Prepare(command, cancellationToken);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closing.Token);
        using var run = new CommandRun(command, (program, arguments), folder, environment, _time) { EndsWhole = StartsSandboxes };
        var running = run.ExecuteAsync(ending.Token);
        lock (_lock) _runs.Add(running);
        try
        {
            return await running.ConfigureAwait(false);
        }
        finally
        {
            lock (_lock) _runs.Remove(running);
        }
    }

    /// <inheritdoc/>
    /// <remarks>
    /// With a channel, the start ends when the program has connected; where it ended without, reading from the channel
    /// gives the end of the stream at once, and <see cref="ITerminalSession.Completion"/> says why.
    /// </remarks>
    public async Task<ITerminalSession> OpenAsync(TerminalCommand command, CancellationToken cancellationToken) =>
        await StartAsync(command, cancellationToken).ConfigureAwait(false);

    /// <summary>Ends all programs that still run.</summary>
    /// <returns>A task that ends when they have ended.</returns>
    public async ValueTask DisposeAsync()
    {
        List<LocalTerminalSession> open;
        List<Task> runs;
        lock (_lock)
        {
            _disposed = true;
            open = [.. _open];
        }

        await _closing.CancelAsync().ConfigureAwait(false);
        foreach (var session in open) await session.DisposeAsync().ConfigureAwait(false);
        lock (_lock) runs = [.. _runs];
        await Task.WhenAll(runs).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private (string Program, IReadOnlyList<string> Arguments, string Folder, Dictionary<string, string> Environment) Prepare(TerminalCommand command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentOutOfRangeException.ThrowIfLessThan(command.Timeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(command.Timeout, TimeSpan.FromDays(40));
        ArgumentOutOfRangeException.ThrowIfNegative(command.OutputLimit);
        ObjectDisposedException.ThrowIf(_disposed, this);
        cancellationToken.ThrowIfCancellationRequested();
        var folder = command.WorkingFolder ?? _options.WorkingFolder;
        if (!Directory.Exists(folder)) throw new TerminalException(command, $"error TESS4111: {command.Program} cannot be started in '{folder}': there is no such folder. Give a folder that exists.");
        var environment = BuildEnvironment(command);
        var program = ProgramSearch.Find(command, folder, environment);
        NulCharacters.Refuse(command, environment);
        var (started, arguments) = StartsSandboxes ? (program, command.Arguments) : OwnSession.Of(program, command.Arguments);
        return (started, arguments, folder, environment);
    }

    internal async Task<LocalTerminalSession> StartAsync(TerminalCommand command, CancellationToken cancellationToken)
    {
        var (program, arguments, folder, environment) = Prepare(command, cancellationToken);
        var listener = ChannelSources.For(command);
        try
        {
            var tree = ProcessTree.Mark(environment);
            listener?.Announce(environment);
            var process = Start(command, (program, arguments), folder, environment);
            var session = new LocalTerminalSession(process, tree, command, _time, Forget, StartsSandboxes);
            bool isLate;
            lock (_lock)
            {
                isLate = _disposed;
                if (!isLate) _open.Add(session);
            }

            if (isLate)
            {
                // Whoever disposes of the terminal has not seen it.
                await session.DisposeAsync().ConfigureAwait(false);
                throw new ObjectDisposedException(nameof(LocalTerminal));
            }

            if (session.Completion.IsCompleted) Forget(session);
            if (listener is not null) await session.ConnectAsync(listener, cancellationToken).ConfigureAwait(false);
            return session;
        }
        catch
        {
            listener?.Dispose();
            throw;
        }
    }

    private void Forget(LocalTerminalSession session)
    {
        lock (_lock) _open.Remove(session);
    }

    private Dictionary<string, string> BuildEnvironment(TerminalCommand command)
    {
        var environment = new Dictionary<string, string>(OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
        foreach (var name in _options.Inherited)
        {
            if (Environment.GetEnvironmentVariable(name) is { } value) environment[name] = value;
        }

        foreach (var (name, value) in _options.Environment) environment[name] = value;
        foreach (var (name, value) in command.Environment)
        {
            if (value is null) environment.Remove(name);
            else environment[name] = value;
        }

        return environment;
    }

    private static Process Start(TerminalCommand command, (string Path, IReadOnlyList<string> Arguments) program, string folder, Dictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(program.Path, program.Arguments)
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach (var (name, value) in environment) start.Environment[name] = value;
        try
        {
            return StartingThread.Do(() => Process.Start(start)!);
        }
        catch (Exception refused) when (refused is Win32Exception or InvalidOperationException or ArgumentException)
        {
            throw StartFailure.Of(command, refused);
        }
    }
}

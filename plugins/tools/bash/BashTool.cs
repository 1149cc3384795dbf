using System.Composition;
using Tessera.Sdk.Terminals;
using Tessera.Sdk.Tools;
using Tessera.Sdk.Workspaces;

namespace Tessera.Tools.Bash;

/// <summary>Runs commands in a shell that lasts, and tells other tools which files they changed.</summary>
/// <param name="options">The bounds.</param>
/// <param name="time">Measures time bounds.</param>
[Tool("bash", Description = "Runs shell commands; directory and variables last from one to the next.", Options = typeof(BashOptions))]
[method: ImportingConstructor]
public sealed class BashTool(BashOptions options, TimeProvider time)
    : Tool<BashArguments>("bash", "Runs a command in bash, in the workspace. Directory, variables and functions last from one call to the next. A command that takes too long is ended with all that it started. What is started with `&` goes on and is listed by its process id; end it with `kill`."),
        ISessionEventHandler<EnvironmentReset>, IAsyncDisposable
{
    // So many are told one by one: a checkout of another branch changes thousands, and each is told to every tool.
    private const int MostTold = 1000;
    private const int LongestCommand = 1_048_576;

    private readonly SemaphoreSlim _turn = new(1, 1);
    private LastingShell? _shell;
    private string? _folder;

    /// <inheritdoc/>
    public async ValueTask<Observation?> HandleAsync(EnvironmentReset sessionEvent, IToolSession session, CancellationToken cancellationToken)
    {
        await EndAsync().ConfigureAwait(false);
        return null;
    }

    /// <summary>Ends the shell and all that still runs of its commands.</summary>
    /// <returns>A task that ends when they have ended.</returns>
    public async ValueTask DisposeAsync()
    {
        await EndAsync().ConfigureAwait(false);
        _turn.Dispose();
    }

    /// <inheritdoc/>
    protected override async ValueTask<Observation> CallAsync(BashArguments arguments, IToolSession session, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(session);
        if (string.IsNullOrWhiteSpace(arguments.Command)) return Observation.Failure("The command is empty.");
        if (arguments.Command.Contains('\0')) return Observation.Failure("The command contains a NUL character, which no shell takes.");
        if (arguments.Command.Length > LongestCommand) return Observation.Failure(FormattableString.Invariant($"The command has {arguments.Command.Length} characters; at most {LongestCommand} are taken. Write a file and run that."));
        if (OperatingSystem.IsWindows()) return Observation.Failure("error TESS4231: The shell did not start. The tool needs bash 4.4 or newer on a Unix system.");
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await RunAsync(arguments.Command, TimeSpan.FromSeconds(Math.Clamp(arguments.Timeout, 1, 3600)), session, cancellationToken).ConfigureAwait(false);
        }
        catch (TerminalException missing)
        {
            return Observation.Failure(missing.Message);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<Observation> RunAsync(string command, TimeSpan timeout, IToolSession session, CancellationToken cancellationToken)
    {
        var wasLost = _shell is { IsAlive: false };
        if (_shell is not { IsAlive: true })
        {
            _shell = await LastingShell.StartAsync(session.Terminal, session.Workspace.Root, options.MaxOutput, time, cancellationToken).ConfigureAwait(false);
            _folder = session.Workspace.Root;
        }

        var before = WatchedFiles.Look(session.Workspace.Root, options.MaxWatchedFiles);
        var (answer, output) = await _shell.RunAsync(command, timeout, cancellationToken).ConfigureAwait(false);
        var after = WatchedFiles.Look(session.Workspace.Root, options.MaxWatchedFiles);
        var note = await TellAsync(before, after, session, cancellationToken).ConfigureAwait(false);
        var observation = new ShellObservation(session.Workspace.Root, _folder, timeout) { WasLost = wasLost, Note = note }.Write(answer, output);
        _folder = answer?.Folder;
        return observation;
    }

    /// <summary>Tells the other tools what has changed.</summary>
    /// <returns>What the agent should know of what they were not told; null for nothing.</returns>
    private async Task<string?> TellAsync(WatchedFiles before, WatchedFiles after, IToolSession session, CancellationToken cancellationToken)
    {
        var changed = after.ChangedSince(before);
        foreach (var file in changed.Take(MostTold))
        {
            if (Resolve(file, session.Workspace) is { } path) await session.PublishAsync(new FileChanged(path), cancellationToken).ConfigureAwait(false);
        }

        return changed.Count > MostTold ? FormattableString.Invariant($"{changed.Count} files changed; other tools were told of the first {MostTold}.")
            : after.IsCut && options.MaxWatchedFiles > 0 ? FormattableString.Invariant($"The workspace has more than {options.MaxWatchedFiles} files; changes of the others are not noticed by other tools.")
            : null;
    }

    private static WorkspacePath? Resolve(string file, IWorkspace workspace)
    {
        try
        {
            var path = workspace.Resolve(file);
            return workspace.AccessTo(path) == WorkspaceAccess.Hidden ? null : path;
        }
        catch (WorkspaceException)
        {
            return null;
        }
    }

    private async ValueTask EndAsync()
    {
        if (_shell is not null) await _shell.DisposeAsync().ConfigureAwait(false);
        _shell = null;
    }
}

using System.Composition;
using Tessera.Sdk.Terminals;
using Tessera.Sdk.Tools;
using Tessera.Tools.Pdb.Breakpoints;
using Tessera.Tools.Python;

namespace Tessera.Tools.Pdb;

/// <summary>Debugs a Python program: each call is one command of pdb.</summary>
/// <param name="options">The bounds.</param>
/// <param name="time">Measures them.</param>
[Tool("pdb", Description = "Debugs a Python program with pdb's commands.", Options = typeof(PdbOptions))]
[method: ImportingConstructor]
public sealed class PdbTool(PdbOptions options, TimeProvider time)
    : Tool<PdbArguments>(
        "pdb",
        "Debugs a Python program with the commands of pdb, one a call: `b FILE:LINE` sets a breakpoint, `c` continues, `n` and `s` step, `p EXPRESSION` prints, " +
        "`up` and `down` select frames, `where` shows them, `restart` begins anew. The program starts with the first command and stands at its first line. " +
        "Breakpoints outlive it and stop in threads and child processes, too. Without a file, `b LINE` means the current file. " +
        "Statements of Python are run in the current frame."),
        ISessionEventHandler<FileChanged>, ISessionEventHandler<EnvironmentReset>, IAsyncDisposable
{
    private readonly BreakpointList _breakpoints = new();
    private Debuggee? _debuggee;

    private Debuggee Debugged => _debuggee ??= new Debuggee(_breakpoints, options, time);

    /// <inheritdoc/>
    public async ValueTask<Observation?> HandleAsync(FileChanged sessionEvent, IToolSession session, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(sessionEvent);
        ArgumentNullException.ThrowIfNull(session);
        var file = sessionEvent.Path;
        Debugged.TakeChange(file.Absolute, file.ToString());
        var before = _breakpoints.In(session.Workspace);
        var gone = sessionEvent.Edits is { } edits
            ? await Debugged.Files.FollowAsync(session.Workspace, file.Absolute, edits, cancellationToken).ConfigureAwait(false)
            : await Debugged.Files.FollowAsync(session.Workspace, cancellationToken).ConfigureAwait(false);
        await TellAsync(before, session, cancellationToken).ConfigureAwait(false);
        return gone.Count == 0 ? null : Observation.Success(string.Join('\n', gone.Select(breakpoint =>
            FormattableString.Invariant($"Breakpoint {breakpoint.Number} was removed: its line {breakpoint.Line} of {file} was replaced."))));
    }

    /// <inheritdoc/>
    public async ValueTask<Observation?> HandleAsync(EnvironmentReset sessionEvent, IToolSession session, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(session);
        await Debugged.ResetAsync().ConfigureAwait(false);
        await session.PublishAsync(new BreakpointsChanged([]), cancellationToken).ConfigureAwait(false);
        return null;
    }

    /// <summary>Ends the program.</summary>
    /// <returns>A task that ends when it has ended.</returns>
    public async ValueTask DisposeAsync() => await Debugged.EndAsync().ConfigureAwait(false);

    /// <inheritdoc/>
    protected override async ValueTask<Observation> CallAsync(PdbArguments arguments, IToolSession session, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(session);
        var command = arguments.Command.Trim();
        if (command.Length == 0) return Observation.Failure("Failure calling pdb:\nEmpty commands are not allowed.");
        var before = _breakpoints.In(session.Workspace);
        try
        {
            await Debugged.SwitchAsync(Wanted(arguments.EntryPoint, session.EntryPoints), arguments.Input ?? Debugged.Input).ConfigureAwait(false);
            return await PerformAsync(command, session, cancellationToken).ConfigureAwait(false);
        }
        catch (FormatException unfit)
        {
            return Observation.Failure($"error TESS4201: The entry point cannot be debugged: {unfit.Message}. Give a command line such as `python3 main.py` or `python3 -m unittest`.");
        }
        catch (TerminalException missing)
        {
            return Observation.Failure($"Failure calling pdb:\n{missing.Message}");
        }
        catch (OperationCanceledException)
        {
            // A program that nobody waits for any more is in no known state.
            await Debugged.EndAsync().ConfigureAwait(false);
            throw;
        }
        finally
        {
            await Debugged.Files.RememberAsync(session.Workspace, CancellationToken.None).ConfigureAwait(false);
            await TellAsync(before, session, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private EntryPoint Wanted(string? given, EntryPoints entryPoints) =>
        !string.IsNullOrWhiteSpace(given) ? EntryPoint.Parse(CommandWords.Split(given))
        : Debugged.EntryPoint ?? EntryPoint.Parse(entryPoints.Debug ?? entryPoints.Evaluate);

    private async Task<Observation> PerformAsync(string command, IToolSession session, CancellationToken cancellationToken)
    {
        switch (HostCommandOf(command))
        {
            case HostCommand.ListBreakpoints:
                await Debugged.FollowFilesAsync(session, cancellationToken).ConfigureAwait(false);
                return Observation.Success(_breakpoints.Describe(session.Workspace));
            case HostCommand.Quit:
                await Debugged.EndAsync().ConfigureAwait(false);
                return Observation.Success("The program was ended. Breakpoints are kept; the next command starts it anew.");
            case HostCommand.ClearBreakpoints when !Debugged.IsCurrent:
                _breakpoints.Clear();
                return Observation.Success("All breakpoints have been cleared.");
            case HostCommand.Restart:
                if (command.Split(' ', 2) is [_, var given])
                    await Debugged.SwitchAsync(Debugged.EntryPoint!.With(CommandWords.Split(given)), Debugged.Input).ConfigureAwait(false);
                return await Debugged.AnswerAsync(null, session, cancellationToken).ConfigureAwait(false);
            default:
                return await Debugged.AnswerAsync(command, session, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask TellAsync(IReadOnlyList<Breakpoint> before, IToolSession session, CancellationToken cancellationToken)
    {
        var after = _breakpoints.In(session.Workspace);
        if (!before.SequenceEqual(after)) await session.PublishAsync(new BreakpointsChanged(after), cancellationToken).ConfigureAwait(false);
    }

    private static HostCommand HostCommandOf(string command) => command switch
    {
        _ when command.Split(' ', StringSplitOptions.RemoveEmptyEntries) is ["run" or "restart", not "=", ..] => HostCommand.Restart,
        "b" or "break" or "tbreak" => HostCommand.ListBreakpoints,
        "cl" or "clear" => HostCommand.ClearBreakpoints,
        "run" or "restart" => HostCommand.Restart,
        "q" or "quit" or "exit" => HostCommand.Quit,
        _ => HostCommand.None,
    };
}

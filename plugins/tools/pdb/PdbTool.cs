using System.Composition;
using Tessera.Sdk.Terminals;
using Tessera.Sdk.Tools;
using Tessera.Tools.Pdb.Answers;
using Tessera.Tools.Pdb.Breakpoints;
using Tessera.Tools.Pdb.Protocol;
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
        "Breakpoints outlive it. Without a file, `b LINE` means the current file. Statements of Python are run in the current frame."),
        ISessionEventHandler<FileChanged>, ISessionEventHandler<EnvironmentReset>, IAsyncDisposable
{
    private readonly BreakpointList _breakpoints = new();
    private DebuggedProgram? _program;
    private EntryPoint? _entryPoint;
    private bool _isStale;

    /// <inheritdoc/>
    public async ValueTask<Observation?> HandleAsync(FileChanged sessionEvent, IToolSession session, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(sessionEvent);
        ArgumentNullException.ThrowIfNull(session);
        _isStale = true;
        if (sessionEvent.Edits is not { } edits || _breakpoints.Items.Count == 0) return null;
        var before = _breakpoints.Items;
        var gone = _breakpoints.Follow(sessionEvent.Path.Absolute, edits);
        if (before.SequenceEqual(_breakpoints.Items)) return null;
        await session.PublishAsync(new BreakpointsChanged(_breakpoints.In(session.Workspace)), cancellationToken).ConfigureAwait(false);
        return gone.Count == 0 ? null : Observation.Success(string.Join('\n', gone.Select(breakpoint =>
            FormattableString.Invariant($"Breakpoint {breakpoint.Number} was removed: its line {breakpoint.Line} of {sessionEvent.Path} was replaced."))));
    }

    /// <inheritdoc/>
    public async ValueTask<Observation?> HandleAsync(EnvironmentReset sessionEvent, IToolSession session, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(session);
        await EndAsync().ConfigureAwait(false);
        _entryPoint = null;
        _breakpoints.Clear();
        await session.PublishAsync(new BreakpointsChanged([]), cancellationToken).ConfigureAwait(false);
        return null;
    }

    /// <summary>Ends the program.</summary>
    /// <returns>A task that ends when it has ended.</returns>
    public async ValueTask DisposeAsync() => await EndAsync().ConfigureAwait(false);

    /// <inheritdoc/>
    protected override async ValueTask<Observation> CallAsync(PdbArguments arguments, IToolSession session, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(session);
        var command = arguments.Command.Trim();
        if (command.Length == 0) return Observation.Failure("Failure calling pdb:\nEmpty commands are not allowed.");
        try
        {
            var wanted = Wanted(arguments.EntryPoint, session.EntryPoints);
            if (_entryPoint is not null && wanted.Text != _entryPoint.Text) await EndAsync().ConfigureAwait(false);
            _entryPoint = wanted;
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
            await EndAsync().ConfigureAwait(false);
            throw;
        }
    }

    private EntryPoint Wanted(string? given, EntryPoints entryPoints) =>
        !string.IsNullOrWhiteSpace(given) ? EntryPoint.Parse(CommandWords.Split(given))
        : _entryPoint ?? EntryPoint.Parse(entryPoints.Debug ?? entryPoints.Evaluate);

    private async Task<Observation> PerformAsync(string command, IToolSession session, CancellationToken cancellationToken)
    {
        switch (HostCommandOf(command))
        {
            case HostCommand.ListBreakpoints:
                return Observation.Success(_breakpoints.Describe(session.Workspace));
            case HostCommand.Quit:
                await EndAsync().ConfigureAwait(false);
                return Observation.Success("The program was ended. Breakpoints are kept; the next command starts it anew.");
            case HostCommand.ClearBreakpoints when _program is null || _isStale:
                _breakpoints.Clear();
                await session.PublishAsync(new BreakpointsChanged([]), cancellationToken).ConfigureAwait(false);
                return Observation.Success("All breakpoints have been cleared.");
            case HostCommand.Restart:
                await EndAsync().ConfigureAwait(false);
                return await AnswerAsync(null, session, cancellationToken).ConfigureAwait(false);
            default:
                return await AnswerAsync(command, session, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Starts the program where it does not run, and has it perform a command where there is one.</summary>
    private async Task<Observation> AnswerAsync(string? command, IToolSession session, CancellationToken cancellationToken)
    {
        var notes = new List<string>();
        var startOutput = "";
        Exchange? exchange = null;
        if (_isStale && _program is not null)
        {
            await EndAsync().ConfigureAwait(false);
            notes.Add("Files have changed, so the program was started anew.");
        }

        if (_program is null)
        {
            (_program, exchange) = await DebuggedProgram.StartAsync(session.Terminal, _entryPoint!, _breakpoints.Items, options, time, cancellationToken).ConfigureAwait(false);
            _isStale = false;
            notes.Insert(0, $"Debugging `{_entryPoint!.Text}`.");
            if (exchange.End is null && command is not null)
            {
                notes.AddRange(exchange.Report!.Notes);
                startOutput = exchange.ProgramOutput;
                exchange = null;
            }
        }

        exchange ??= await _program.PerformAsync(command!, TimeSpan.FromSeconds(options.TimeoutSeconds), cancellationToken).ConfigureAwait(false);
        await TakeBreakpointsAsync(exchange, session, cancellationToken).ConfigureAwait(false);
        if (_program.HasEnded) _program = null;
        return new PdbAnswer(session.Workspace, _breakpoints, options)
            .Write(exchange with { ProgramOutput = startOutput + exchange.ProgramOutput }, notes, showsSource: command is null || SelectsFrame(command));
    }

    private async Task TakeBreakpointsAsync(Exchange exchange, IToolSession session, CancellationToken cancellationToken)
    {
        // A program that could not be started has not seen them.
        if (exchange.Report is not { Stop.Reason: not "failed" } report || report.Breakpoints.SequenceEqual(_breakpoints.Items)) return;
        var before = _breakpoints.In(session.Workspace);
        _breakpoints.Replace(report.Breakpoints);
        var after = _breakpoints.In(session.Workspace);
        if (!before.SequenceEqual(after)) await session.PublishAsync(new BreakpointsChanged(after), cancellationToken).ConfigureAwait(false);
    }

    private async Task EndAsync()
    {
        _isStale = false;
        if (_program is not { } program) return;
        _program = null;
        await program.DisposeAsync().ConfigureAwait(false);
    }

    private static HostCommand HostCommandOf(string command) => command switch
    {
        "b" or "break" or "tbreak" => HostCommand.ListBreakpoints,
        "cl" or "clear" => HostCommand.ClearBreakpoints,
        "run" or "restart" => HostCommand.Restart,
        "q" or "quit" or "exit" => HostCommand.Quit,
        _ => HostCommand.None,
    };

    private static bool SelectsFrame(string command) => command.Split(' ')[0] is "u" or "up" or "d" or "down";
}

using Tessera.Sdk.Tools;
using Tessera.Tools.Pdb.Answers;
using Tessera.Tools.Pdb.Breakpoints;
using Tessera.Tools.Pdb.Protocol;
using Tessera.Tools.Python;

namespace Tessera.Tools.Pdb;

/// <summary>What is debugged, from one start of the program to the next: it is started when a command needs it, and anew when its files have changed.</summary>
/// <param name="breakpoints">The breakpoints, which outlive the program.</param>
/// <param name="options">The tool's options.</param>
/// <param name="time">Measures time bounds.</param>
internal sealed class Debuggee(BreakpointList breakpoints, PdbOptions options, TimeProvider time)
{
    private readonly DriverCode _code = new();
    private readonly HashSet<string> _loaded = [];
    private readonly List<string> _changed = [];
    private readonly List<string> _notes = [];
    private readonly HashSet<string> _edited = [];
    private IReadOnlyDictionary<string, string> _aliases = new Dictionary<string, string>();
    private DebuggedProgram? _program;
    private Task _leaving = Task.CompletedTask;

    /// <summary>The texts behind the breakpoints.</summary>
    public BreakpointFiles Files { get; } = new(breakpoints);

    /// <summary>What is run.</summary>
    public EntryPoint? EntryPoint { get; private set; }

    /// <summary>What it reads from its standard input.</summary>
    public string? Input { get; private set; }

    /// <summary>Whether a program runs and is the one that its files describe.</summary>
    public bool IsCurrent => _program is not null && _changed.Count == 0;

    /// <summary>Has something else debugged where it is something else.</summary>
    public async Task SwitchAsync(EntryPoint entryPoint, string? input)
    {
        if (EntryPoint is not null && (entryPoint.Text != EntryPoint.Text || !entryPoint.Arguments.SequenceEqual(EntryPoint.Arguments) || input != Input)) await EndAsync().ConfigureAwait(false);
        (EntryPoint, Input) = (entryPoint, input);
    }

    /// <summary>Takes note of a changed file.</summary>
    public void TakeChange(string file, string name)
    {
        if (name.EndsWith(".py", StringComparison.Ordinal)) _edited.Add(file);
        if (_program is null) return;
        if (_loaded.Contains(file)) _changed.Add(name);
        else if (!name.EndsWith(".py", StringComparison.Ordinal)) _notes.Add($"{name} has changed; the program goes on with what it has read of it. `restart` begins anew.");
    }

    /// <summary>Says something with the next answer.</summary>
    public void Note(string sentence) => _notes.Add(sentence);

    /// <summary>Starts the program where it does not run, and has it perform a command where there is one.</summary>
    public async Task<Observation> AnswerAsync(string? command, IToolSession session, CancellationToken cancellationToken)
    {
        var answer = new PdbAnswer(session.Workspace, breakpoints, options);
        var startOutput = "";
        if (_changed.Count > 0) await EndForChangesAsync(_changed).ConfigureAwait(false);
        if (_program is not null && command is not null)
        {
            var exchange = await PerformAsync(command, regardless: false, cancellationToken).ConfigureAwait(false);
            if (exchange.Report?.Changed is not { Count: > 0 } changes) return Write(exchange);
            await FollowFilesAsync(session, cancellationToken).ConfigureAwait(false);
            var loaded = changes.Where(change => change.Loaded).Select(change => FilePlace.Show(session.Workspace, change.File)).ToList();
            if (loaded.Count == 0) return Write(await PerformAsync(command, regardless: true, cancellationToken).ConfigureAwait(false));
            await EndForChangesAsync(loaded).ConfigureAwait(false);
        }

        var start = await StartAsync(session, cancellationToken).ConfigureAwait(false);
        if (start.End is not null || command is null) return Write(start);
        _notes.AddRange(start.Report!.Notes);
        startOutput = start.ProgramOutput;
        return Write(await PerformAsync(command, regardless: true, cancellationToken).ConfigureAwait(false));

        Observation Write(Exchange exchange)
        {
            if (_program is { HasEnded: true }) _program = null;
            var notes = _notes.ToList();
            _notes.Clear();
            return answer.Write(exchange with { ProgramOutput = startOutput + exchange.ProgramOutput }, notes, showsSource: command is null || SelectsFrame(command));
        }
    }

    /// <summary>Follows what has happened to files with breakpoints without anybody telling.</summary>
    public async Task FollowFilesAsync(IToolSession session, CancellationToken cancellationToken)
    {
        foreach (var breakpoint in await Files.FollowAsync(session.Workspace, cancellationToken).ConfigureAwait(false))
            _notes.Add(FormattableString.Invariant($"Breakpoint {breakpoint.Number} was removed: its line {breakpoint.Line} of {FilePlace.Show(session.Workspace, breakpoint.File)} was replaced."));
    }

    /// <summary>Ends the program and forgets all of the session.</summary>
    public async Task ResetAsync()
    {
        await EndAsync().ConfigureAwait(false);
        (EntryPoint, Input, _aliases) = (null, null, new Dictionary<string, string>());
        _notes.Clear();
        breakpoints.Clear();
        Files.Clear();
    }

    /// <summary>Ends the program and all that it started.</summary>
    public async Task EndAsync()
    {
        await LeaveAsync().ConfigureAwait(false);
        await _leaving.ConfigureAwait(false);
    }

    /// <summary>Ends the program; what it started is ended while the next one starts.</summary>
    private async Task LeaveAsync()
    {
        _changed.Clear();
        _loaded.Clear();
        if (_program is not { } program) return;
        _program = null;
        await _leaving.ConfigureAwait(false);
        _leaving = program.DisposeAsync().AsTask();
    }

    private async Task EndForChangesAsync(IReadOnlyCollection<string> files)
    {
        _notes.Insert(0, $"Files have changed ({string.Join(", ", files.Distinct())}), so the program was started anew.");
        await LeaveAsync().ConfigureAwait(false);
    }

    private async Task<Exchange> StartAsync(IToolSession session, CancellationToken cancellationToken)
    {
        await LeaveAsync().ConfigureAwait(false);
        await FollowFilesAsync(session, cancellationToken).ConfigureAwait(false);
        _notes.Insert(0, $"Debugging `{EntryPoint!.Text}`.");
        Files.HaveMoved = false;
        var start = new ProgramStart(EntryPoint, Input, breakpoints.Items, _aliases, [.. _edited]);
        _edited.Clear();
        (_program, var exchange) = await DebuggedProgram.StartAsync(session.Terminal, start, _code, options, time, cancellationToken).ConfigureAwait(false);
        Take(exchange);
        return exchange;
    }

    private async Task<Exchange> PerformAsync(string command, bool regardless, CancellationToken cancellationToken)
    {
        var moved = Files.HaveMoved ? breakpoints.Items : null;
        Files.HaveMoved = false;
        List<string>? edited = _edited.Count == 0 ? null : [.. _edited];
        _edited.Clear();
        var exchange = await _program!.PerformAsync(command, moved, regardless, edited, TimeSpan.FromSeconds(options.TimeoutSeconds), cancellationToken).ConfigureAwait(false);
        Take(exchange);
        return exchange;
    }

    private void Take(Exchange exchange)
    {
        // A program that could not be started has not seen the breakpoints.
        if (exchange.Report is not { Stop.Reason: not "failed" } report) return;
        breakpoints.Replace(report.Breakpoints);
        _loaded.UnionWith(report.Loaded);
        _aliases = report.Aliases;
    }

    private static bool SelectsFrame(string command) => command.Split(' ')[0] is "u" or "up" or "d" or "down" or "j" or "jump";
}

using System.Collections;
using System.Globalization;
using System.Runtime.InteropServices;
using Tessera.Sdk.Terminals;

namespace Tessera.Sdk.Testing.Tests.Terminals;

/// <summary>Terminals that break one point of the contract each, with the id of the check that has to find it.</summary>
internal static class FaultyTerminals
{
    private static int _open;

    public static IReadOnlyList<(string Id, Func<ITerminalProvider> Create)> All { get; } =
    [
        ("CONF-P01", () => new Misnamed()),
        ("CONF-P02", () => new Undescribed()),
        ("CONF-P03", () => new HookedTerminals { Obstacle = " " }),
        ("CONF-P04", () => new HookedTerminals { After = (_, result) => result.ExitCode == 143 ? result with { ExitCode = 15 } : result }),
        ("CONF-P05", () => new HookedTerminals { Before = command => command with { Arguments = [.. command.Arguments.Take(3), .. command.Arguments.Skip(3).Select(argument => argument.Replace("\"", "", StringComparison.Ordinal))] } }),
        ("CONF-P06", () => new HookedTerminals { Before = command => command with { StandardInput = command.StandardInput[..Math.Min(65_536, command.StandardInput.Length)] } }),
        ("CONF-P07", () => new HookedTerminals { OnRun = RunWithOpenInputAsync }),
        ("CONF-P08", () => new HookedTerminals { After = (command, result) => command.StandardInput.Length > 0 && result.Output.Length == 0 ? throw new IOException("Broken pipe") : result }),
        ("CONF-P09", () => new HookedTerminals { Before = command => command with { WorkingFolder = Directory.Exists(command.WorkingFolder) ? null : command.WorkingFolder } }),
        ("CONF-P10", () => new HookedTerminals { Before = command => command with { Environment = command.Environment.Where(variable => variable.Value is not null).ToDictionary() } }),
        ("CONF-P11", () => new HookedTerminals { Before = WithVariablesOfHost }),
        ("CONF-P12", () => new HookedTerminals { OnRun = (terminal, command, token) => AnswerRefusalAsync(terminal, command, "no-such", token) }),
        ("CONF-P13", () => new HookedTerminals { OnRun = (terminal, command, token) => AnswerRefusalAsync(terminal, command, "plain.txt", token) }),
        ("CONF-P14", () => new HookedTerminals { Before = command => command with { WorkingFolder = Directory.Exists(command.WorkingFolder) ? command.WorkingFolder : null } }),
        ("CONF-P15", () => new HookedTerminals { Before = command => command with { Arguments = [.. command.Arguments.Select(argument => argument.Split('\0')[0])] } }),
        ("CONF-P16", () => new HookedTerminals { OnRun = BearGrudgeAsync }),
        ("CONF-P17", () => new HookedTerminals { After = (_, result) => result with { Output = result.Output.Replace("\r", "", StringComparison.Ordinal) } }),
        ("CONF-P18", () => new HookedTerminals { After = (_, result) => result with { Output = result.Output.Replace("two\nthree\n", "three\ntwo\n", StringComparison.Ordinal) } }),
        ("CONF-P19", () => new HookedTerminals { After = (_, result) => result with { OutputTruncated = false } }),
        ("CONF-P19", () => new HookedTerminals { After = (command, result) => result.OutputTruncated ? result with { Output = result.Output[..command.OutputLimit] + "..." } : result }),
        ("CONF-P20", () => new HookedTerminals { OnRun = (terminal, command, token) => OutliveAsync(terminal, command, result => result.TimedOut, token) }),
        ("CONF-P20", () => new HookedTerminals { After = (command, result) => Survivor.IsAskedFor(command) ? result with { TimedOut = false } : result }),
        ("CONF-P21", () => new HookedTerminals { After = (_, result) => result.TimedOut ? result with { Output = "" } : result }),
        ("CONF-P22", () => new HookedTerminals { OnRun = OutliveCancellationAsync }),
        ("CONF-P23", () => new HookedTerminals { OnRun = (terminal, command, token) => terminal.Inner.RunAsync(command, token.IsCancellationRequested ? default : token) }),
        ("CONF-P24", () => new HookedTerminals { OnRun = (terminal, command, token) => OutliveAsync(terminal, command, result => result.Succeeded, token) }),
        ("CONF-P25", () => new HookedTerminals { OnDispose = (terminal, _) => { if (Survivor.HasLived(terminal.Site.Folder)) Survivor.Leave(terminal.Site.Folder); } }),
        ("CONF-P26", () => new HookedTerminals { OnSession = (session, _) => Repeating(session) }),
        ("CONF-P27", () => new HookedTerminals { After = (command, result) => command.Arguments[1] == "read -r line" ? result with { TimedOut = false } : result }),
        ("CONF-P28", () => new HookedTerminals { OnSession = (session, folder) => new HookedSession(session) { OnDispose = () => { if (Survivor.HasLived(folder)) Survivor.Leave(folder); } } }),
        ("CONF-P29", () => new HookedTerminals { OnSession = (session, folder) => new HookedSession(session) { OnInterrupt = () => _ = session.DisposeAsync().AsTask() } }),
        ("CONF-P30", () => new HookedTerminals { OnSession = (session, _) => session.Channel is null ? new HookedSession(session) : new HookedSession(session) { Channel = Stream.Null } }),
        ("CONF-P31", () => new HookedTerminals { Before = command => command with { WithChannel = false } }),
        ("CONF-P32", () => new HookedTerminals { OnSession = (session, _) => new HookedSession(session) { OnWaiting = () => true } }),
        ("CONF-P33", () => new HookedTerminals { OnRun = OneAtATimeAsync }),
        ("CONF-P34", () => new HookedTerminals { After = (_, result) => result.OutputTruncated ? result with { Output = result.Output.Replace("\n... (", string.Create(CultureInfo.CurrentCulture, $"\n... ({1.5}, "), StringComparison.Ordinal) } : result }),
        ("CONF-P35", OnlyOne),
        ("CONF-P36", () => new HookedTerminals { OnOpen = site => { Environment.SetEnvironmentVariable("TESSERA_CONFORMANCE", Guid.NewGuid().ToString()); return site; } }),
        ("CONF-P37", () => new HookedTerminals { OnOpen = site => site.Folder.Contains('"', StringComparison.Ordinal) ? throw new ArgumentException("What a name.") : site }),
        ("CONF-P41", () => new HookedTerminals { OnRun = ReviveAsync }),
        ("CONF-P42", () => new HookedTerminals { OnSession = (session, _) => OnceDisposable(session) }),
        ("CONF-P43", () => new Held()),
    ];

    /// <summary>Terminals that confine, but for one thing.</summary>
    /// <param name="confining">Opens those that confine in all.</param>
    public static IReadOnlyList<(string Id, Func<ITerminalProvider> Create)> Confining(ITerminalProvider confining) =>
    [
        ("CONF-P38", () => new HookedTerminals
        {
            Inner = site => confining.Open(site with { Folder = Path.GetDirectoryName(site.Folder)!, ReadOnly = Below(site, site.ReadOnly), Hidden = Below(site, site.Hidden) }),
            OnRun = (terminal, command, token) => terminal.Inner.RunAsync(command with { WorkingFolder = command.WorkingFolder ?? terminal.Site.Folder }, token),
            OnTalk = (terminal, command, token) => terminal.Inner.OpenAsync(command with { WorkingFolder = command.WorkingFolder ?? terminal.Site.Folder }, token),
        }),
        ("CONF-P39", () => new HookedTerminals { Inner = site => confining.Open(site with { ReadOnly = [] }) }),
        ("CONF-P40", () => new HookedTerminals { Inner = site => confining.Open(site with { Hidden = [] }) }),
    ];

    private static string[] Below(TerminalSite site, IReadOnlyList<string> places) => [.. places.Select(place => $"{Path.GetFileName(site.Folder)}/{place}")];

    private static async Task<TerminalResult> RunWithOpenInputAsync(HookedTerminal terminal, TerminalCommand command, CancellationToken token)
    {
        if (command.StandardInput.Length > 0 || command.Arguments is not [_, var script, ..] || !script.StartsWith("cat;", StringComparison.Ordinal)) return await terminal.Inner.RunAsync(command, token);
        await using var session = await terminal.Inner.OpenAsync(command, token);
        return await session.Completion.WaitAsync(token);
    }

    private static TerminalCommand WithVariablesOfHost(TerminalCommand command)
    {
        var variables = command.Environment.ToDictionary();
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables()) variables.TryAdd((string)variable.Key, (string?)variable.Value);
        return command with { Environment = variables };
    }

    private static async Task<TerminalResult> AnswerRefusalAsync(HookedTerminal terminal, TerminalCommand command, string program, CancellationToken token)
    {
        try
        {
            return await terminal.Inner.RunAsync(command, token);
        }
        catch (TerminalException refusal) when (command.Program.Contains(program, StringComparison.Ordinal))
        {
            return new TerminalResult(127, refusal.Message, TimedOut: false, OutputTruncated: false, TimeSpan.Zero);
        }
    }

    private static async Task<TerminalResult> BearGrudgeAsync(HookedTerminal terminal, TerminalCommand command, CancellationToken token)
    {
        if (terminal.HasRefused) throw new TerminalException(command, "Not after that.");
        try
        {
            return await terminal.Inner.RunAsync(command, token);
        }
        catch (TerminalException)
        {
            terminal.HasRefused = true;
            throw;
        }
    }

    private static async Task<TerminalResult> OutliveAsync(HookedTerminal terminal, TerminalCommand command, Func<TerminalResult, bool> when, CancellationToken token)
    {
        var result = await terminal.Inner.RunAsync(command, token);
        if (Survivor.IsAskedFor(command) && when(result)) Survivor.Leave(terminal.Site.Folder);
        return result;
    }

    private static async Task<TerminalResult> OutliveCancellationAsync(HookedTerminal terminal, TerminalCommand command, CancellationToken token)
    {
        try
        {
            return await terminal.Inner.RunAsync(command, token);
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested && Survivor.IsAskedFor(command))
        {
            Survivor.Leave(terminal.Site.Folder);
            throw;
        }
    }

    private static HookedSession Repeating(ITerminalSession session)
    {
        var all = "";
        return new HookedSession(session) { OnTake = text => all += text };
    }

    private static HookedSession OnceDisposable(ITerminalSession session)
    {
        var disposed = false;
        return new HookedSession(session)
        {
            OnDispose = () =>
            {
                ObjectDisposedException.ThrowIf(disposed, session);
                disposed = true;
            },
        };
    }

    private static async Task<TerminalResult> OneAtATimeAsync(HookedTerminal terminal, TerminalCommand command, CancellationToken token)
    {
        try
        {
            if (Interlocked.Increment(ref terminal.Runs) > 1) throw new InvalidOperationException("Busy.");
            return await terminal.Inner.RunAsync(command, token);
        }
        finally
        {
            Interlocked.Decrement(ref terminal.Runs);
        }
    }

    private static HookedTerminals OnlyOne() => new()
    {
        OnOpen = site =>
        {
            if (Interlocked.Increment(ref _open) == 1) return site;
            Interlocked.Decrement(ref _open);
            throw new InvalidOperationException("Busy.");
        },
        OnDispose = (_, again) => { if (!again) Interlocked.Decrement(ref _open); },
    };

    private static async Task<TerminalResult> ReviveAsync(HookedTerminal terminal, TerminalCommand command, CancellationToken token)
    {
        try
        {
            return await terminal.Inner.RunAsync(command, token);
        }
        catch (ObjectDisposedException)
        {
            await using var another = new HookedTerminals().Open(terminal.Site);
            return await another.RunAsync(command, token);
        }
    }

    [Terminal("My Terminals", Description = "Runs programs on this machine.")]
    private sealed class Misnamed : HookedTerminals;

    [Terminal("hooked", Description = "Terminals.")]
    private sealed class Undescribed : HookedTerminals;

    [Terminal("hooked", Description = "Runs programs on this machine.")]
    private sealed class Held : HookedTerminals
    {
        private readonly GCHandle _holder;

        public Held() => _holder = GCHandle.Alloc(this);
    }
}

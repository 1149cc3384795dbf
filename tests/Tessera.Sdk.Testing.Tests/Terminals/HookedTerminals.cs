using System.Runtime.Loader;
using Tessera.Sdk.Terminals;

namespace Tessera.Sdk.Testing.Tests.Terminals;

/// <summary>Terminals that hand everything on to local ones. As they stand they keep the contract; each hook lets them break one point of it.</summary>
[Terminal("hooked", Description = "Runs programs on this machine, and lets tests break the contract.")]
internal class HookedTerminals : ITerminalProvider
{
    /// <summary>Opens what all is handed on to.</summary>
    public Func<TerminalSite, ITerminal> Inner { get; init; } = OpenLocal;

    public string? Obstacle { get; init; }

    /// <summary>What becomes of a site.</summary>
    public Func<TerminalSite, TerminalSite> OnOpen { get; init; } = site => site;

    /// <summary>What becomes of a command, whether it is run or talked to.</summary>
    public Func<TerminalCommand, TerminalCommand> Before { get; init; } = command => command;

    /// <summary>What is done in place of a run.</summary>
    public Func<HookedTerminal, TerminalCommand, CancellationToken, Task<TerminalResult>> OnRun { get; init; } = (terminal, command, token) => terminal.Inner.RunAsync(command, token);

    /// <summary>What becomes of a result, of runs and sessions.</summary>
    public Func<TerminalCommand, TerminalResult, TerminalResult> After { get; init; } = (_, result) => result;

    /// <summary>What is done in place of opening a session.</summary>
    public Func<HookedTerminal, TerminalCommand, CancellationToken, Task<ITerminalSession>> OnTalk { get; init; } = (terminal, command, token) => terminal.Inner.OpenAsync(command, token);

    /// <summary>What becomes of a session.</summary>
    public Func<ITerminalSession, string, HookedSession> OnSession { get; init; } = (session, _) => new HookedSession(session);

    /// <summary>What is done once a terminal was disposed of, the first time or again.</summary>
    public Action<HookedTerminal, bool> OnDispose { get; init; } = (_, _) => { };

    public ValueTask<string?> FindObstacleAsync(CancellationToken cancellationToken) => ValueTask.FromResult(Obstacle);

    public ITerminal Open(TerminalSite site) => new HookedTerminal(this, OnOpen(site));

    // Of the host's own assembly, also where this one is loaded once more: the threads in there go on, and are not what is asked about.
    private static ITerminal OpenLocal(TerminalSite site)
    {
        var type = AssemblyLoadContext.Default.LoadFromAssemblyName(new("Tessera.Debugging")).GetType("Tessera.Debugging.Terminals.Local.LocalTerminalProvider", throwOnError: true)!;
        var options = Activator.CreateInstance(type.GetConstructors().Single().GetParameters()[0].ParameterType);
        return ((ITerminalProvider)Activator.CreateInstance(type, options, TimeProvider.System)!).Open(site);
    }
}

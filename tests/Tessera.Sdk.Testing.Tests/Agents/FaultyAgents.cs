using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Tessera.Sdk.Agents;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Language;

namespace Tessera.Sdk.Testing.Tests.Agents;

/// <summary>For each check, agents that break just what it asks for.</summary>
internal static class FaultyAgents
{
    private static int _runs;
    private static int _busy;

    public static IReadOnlyList<(string Id, Func<IAgent> Create)> All { get; } =
    [
        ("CONF-A01", () => new Unexported()),
        ("CONF-A01", () => new Misnamed()),
        ("CONF-A02", () => new Undescribed()),
        ("CONF-A03", () => new TurnsAgent { Change = (call, _) => call with { Tool = "shell" } }),
        ("CONF-A04", () => new TurnsAgent { Change = (call, _) => call with { Id = "" } }),
        ("CONF-A05", () => new TurnsAgent { Count = steps => steps > 1 ? steps + 1 : steps, Limit = most => most < 4 ? 0 : most }),
        ("CONF-A06", () => new TurnsAgent { Limit = most => most + 1 }),
        ("CONF-A07", () => new ToolGuesser()),
        ("CONF-A08", () => new TurnsAgent { HeedsEnd = false }),
        ("CONF-A09", () => new TurnsAgent { WhenEnded = AgentStopReason.GaveUp }),
        ("CONF-A10", () => new TurnsAgent { WhenExhausted = AgentStopReason.BudgetExhausted }),
        ("CONF-A11", () => new TurnsAgent { LooksAtTask = false }),
        ("CONF-A12", () => new TurnsAgent { Look = shown => { if (shown[0].Failed) throw new InvalidOperationException(shown[0].Text); } }),
        ("CONF-A13", () => new TurnsAgent { Look = shown => ArgumentOutOfRangeException.ThrowIfGreaterThan(shown[0].Text.Length, 50_000) }),
        ("CONF-A14", () => new TurnsAgent { Look = shown => ArgumentException.ThrowIfNullOrEmpty(shown[0].Text) }),
        ("CONF-A15", () => new TurnsAgent { Look = shown => ArgumentOutOfRangeException.ThrowIfGreaterThan(shown.Count, 10) }),
        ("CONF-A16", () => new TurnsAgent { LookAtStart = shown => { if (shown.Any(one => one.Failed)) throw new InvalidOperationException("It fails already."); } }),
        ("CONF-A17", () => new TurnsAgent { HasModel = _ => true }),
        ("CONF-A18", () => new TurnsAgent { AsksWhatModelCan = false }),
        ("CONF-A19", () => new TurnsAgent { WhenFailed = failure => failure is BudgetExhaustedException ? AgentStopReason.BudgetExhausted : AgentStopReason.Done }),
        ("CONF-A20", () => new TurnsAgent { WhenFailed = failure => failure is BudgetExhaustedException ? null : AgentStopReason.ModelFailed }),
        ("CONF-A21", () => new TurnsAgent { LastWords = _ => $"Done for the {Interlocked.Increment(ref _runs)}th time." }),
        ("CONF-A22", () => new TurnsAgent { LastWords = _ => 2.5.ToString(CultureInfo.CurrentCulture) }),
        ("CONF-A23", () => new TurnsAgent { Before = RefuseOthersAsync }),
        ("CONF-A24", () => new TurnsAgent { Before = () => { Environment.SetEnvironmentVariable("TESSERA_CONFORMANCE", Guid.NewGuid().ToString()); return Task.CompletedTask; } }),
        ("CONF-A25", () => new TurnsAgent { HandsTokenOn = false }),
        ("CONF-A26", OnceDisposable),
        ("CONF-A27", () => new Held()),
    ];

    private static async Task RefuseOthersAsync()
    {
        try
        {
            if (Interlocked.Increment(ref _busy) > 1) throw new TesseraException(Diagnostic.Error("TESS0000", "Busy."));
            await Task.Delay(20);
        }
        finally
        {
            Interlocked.Decrement(ref _busy);
        }
    }

    private static TurnsAgent OnceDisposable()
    {
        var disposed = 0;
        return new TurnsAgent { OnDispose = () => ObjectDisposedException.ThrowIf(disposed++ > 0, typeof(TurnsAgent)) };
    }

    private sealed class Unexported : TurnsAgent;

    [Agent("Turns Agent", Description = "Has a model call the tools, one call after another.")]
    private sealed class Misnamed : TurnsAgent;

    [Agent("turns", Description = "Agent.")]
    private sealed class Undescribed : TurnsAgent;

    /// <summary>Where there are no tools, it calls the one that it has heard of.</summary>
    [Agent("guesser", Description = "Calls what it has heard of where there are no tools.")]
    private sealed class ToolGuesser : IAgent
    {
        public LanguageModelCapabilities NeededCapabilities => LanguageModelCapabilities.Chat;

        public async Task<AgentOutcome> RunAsync(IAgentEnvironment environment, AgentTask task, CancellationToken cancellationToken)
        {
            if (environment.Tools.Count > 0) return await new TurnsAgent().RunAsync(environment, task, cancellationToken);
            await environment.StepAsync(new Sdk.Tools.ToolCall("1", "look", new JsonObject()), cancellationToken);
            return new AgentOutcome(AgentStopReason.Done, 1);
        }
    }

    [Agent("turns", Description = "Has a model call the tools, one call after another.")]
    private sealed class Held : TurnsAgent
    {
        private readonly GCHandle _holder;

        public Held() => _holder = GCHandle.Alloc(this);
    }
}

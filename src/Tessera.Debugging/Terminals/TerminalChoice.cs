using Tessera.Debugging.Terminals.Local;
using Tessera.Debugging.Terminals.Sandbox;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Findings;
using Tessera.Sdk.Parts;
using Tessera.Sdk.Steps;
using Tessera.Sdk.Terminals;

namespace Tessera.Debugging.Terminals;

/// <summary>Which terminals a step opens: those that its options name, or else confined ones where they work.</summary>
internal sealed class TerminalChoice : IAsyncDisposable
{
    private readonly OwnedPart<ITerminalProvider> _provider;

    private TerminalChoice(OwnedPart<ITerminalProvider> provider, string? note) => (_provider, Note) = (provider, note);

    /// <summary>Opens terminals.</summary>
    public ITerminalProvider Provider => _provider.Value;

    /// <summary>Why programs are not confined although nobody asked for that; null where they are, or somebody did.</summary>
    public string? Note { get; }

    /// <summary>Chooses.</summary>
    /// <param name="named">What the step's options name; null for nothing.</param>
    /// <param name="time">Measures time bounds.</param>
    /// <param name="cancellationToken">Ends the trial early.</param>
    /// <param name="confining">What is tried where nothing is named; null for sandboxes with their default options.</param>
    /// <returns>The choice, which the caller disposes of.</returns>
    /// <exception cref="TesseraException">TESS4113: what the options name does not work here.</exception>
    public static async Task<TerminalChoice> MakeAsync(
        Part<ITerminalProvider>? named, TimeProvider time, CancellationToken cancellationToken, ITerminalProvider? confining = null)
    {
        var chosen = named?.Create() ?? new OwnedPart<ITerminalProvider>(confining ?? new SandboxTerminalProvider(new SandboxOptions(), time));
        if (await chosen.Value.FindObstacleAsync(cancellationToken).ConfigureAwait(false) is not { } obstacle) return new TerminalChoice(chosen, null);
        await chosen.DisposeAsync().ConfigureAwait(false);
        if (named is not null) throw new TesseraException(Diagnostic.Error("TESS4113", $"{named.Name} does not work here.", remedy: obstacle));
        return new TerminalChoice(
            new OwnedPart<ITerminalProvider>(new LocalTerminalProvider(new LocalOptions(), time)), $"The project's programs run unconfined, with this user's rights. {obstacle}");
    }

    /// <summary>Says in the run's progress and among its findings that programs are not confined, where that is so.</summary>
    public void Report(IStepContext context)
    {
        if (Note is null) return;
        context.ReportProgress(null, Note);
        context.AddFinding(new Table { Title = "Terminal", Columns = ["terminal", "note"], Rows = [["terminal/local", Note]] });
    }

    public ValueTask DisposeAsync() => _provider.DisposeAsync();
}

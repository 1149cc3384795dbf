using Tessera.Debugging.Sessions;
using Tessera.Sdk.Parts;
using Tessera.Sdk.Terminals;
using Tessera.Sdk.Tools;

namespace Tessera.Debugging.Episodes;

/// <summary>A session with the tools and the terminal that it owns.</summary>
internal sealed class OpenSession : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _owned = [];

    private OpenSession()
    {
    }

    public required ToolSession Session { get; init; }

    /// <summary>Opens a session.</summary>
    /// <param name="options">Which tools it has.</param>
    /// <param name="terminal">Its terminal, which it owns from now on.</param>
    /// <param name="make">Makes the session of the terminal and the tools.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<OpenSession> OpenAsync(
        EpisodeOptions options, ITerminal terminal, Func<ITerminal, IReadOnlyList<ITool>, ToolSession> make, CancellationToken cancellationToken)
    {
        var owned = new List<IAsyncDisposable> { terminal };
        try
        {
            var tools = options.Tools.Select(part => Own(part, owned)).ToList();
            foreach (var source in options.ToolSources) tools.AddRange(await Own(source, owned).OpenAsync(cancellationToken).ConfigureAwait(false));
            var open = new OpenSession { Session = make(terminal, tools) };
            open._owned.AddRange(owned);
            return open;
        }
        catch
        {
            await ReleaseAsync(owned).ConfigureAwait(false);
            throw;
        }
    }

    public ValueTask DisposeAsync() => ReleaseAsync(_owned);

    private static TContract Own<TContract>(Part<TContract> part, List<IAsyncDisposable> owned) where TContract : class
    {
        var created = part.Create();
        owned.Add(created);
        return created.Value;
    }

    // Tools first: they may still talk to programs in the terminal.
    private static async ValueTask ReleaseAsync(List<IAsyncDisposable> owned)
    {
        for (var i = owned.Count - 1; i >= 0; i--) await owned[i].DisposeAsync().ConfigureAwait(false);
        owned.Clear();
    }
}

using System.Runtime.Loader;

namespace Tessera.Unloading;

/// <summary>A load context that was told to unload: it goes when nothing holds on to it any more.</summary>
internal sealed class ReleasedContext
{
    private const int MostCollections = 15;

    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(20);

    private readonly WeakReference _context;
    private readonly IReadOnlyList<string> _assemblies;

    private ReleasedContext(AssemblyLoadContext context)
    {
        _context = new WeakReference(context, trackResurrection: true);
        _assemblies = [.. context.Assemblies.Select(assembly => assembly.IsDynamic ? "" : assembly.Location).Where(File.Exists).Order(StringComparer.Ordinal)];
    }

    /// <summary>Tells a context to unload.</summary>
    /// <param name="context">The context, of which the caller keeps nothing.</param>
    public static ReleasedContext Of(AssemblyLoadContext context)
    {
        var released = new ReleasedContext(context);
        context.Unload();
        return released;
    }

    /// <summary>Collects garbage until the context has gone or it is clear that something holds on to it.</summary>
    /// <returns>Whether it has gone.</returns>
    public async Task<bool> HasGoneAsync(CancellationToken cancellationToken)
    {
        for (var collection = 0; collection < MostCollections && _context.IsAlive; collection++)
        {
            // What was under way a moment ago may still stand on some thread's stack.
            if (collection > 0) await Task.Delay(_pause, cancellationToken).ConfigureAwait(false);
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        return !_context.IsAlive;
    }

    /// <summary>What may have stopped it, a sentence each, and what to do.</summary>
    public string Explain() => PinningScan.Find(_assemblies) is { Count: > 0 } calls
        ? string.Join(" ", calls.Select(call => call.ToString()).Prepend(calls.Count > 1 ? "It calls several things that may be the reason." : "").Where(sentence => sentence.Length > 0))
        : "It calls nothing that is known to hold on to it. Look for what it gave to others and did not take back: listeners of static events, callbacks registered on tokens, entries in static caches of shared libraries.";
}

using System.Text.Json.Nodes;
using Tessera.Adapters.Library;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Parts;
using Tessera.Sdk.Randomness;
using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Routing;

namespace Tessera.Adapters.Routing;

/// <summary>
/// What a router found out about the experts of a library, such as prototypes, centroids and gates, is kept beside them, so that it is found out once. It is met again only where the same
/// would be found: by the same code of the same router, options, tasks and seed, on the same model and examples, of experts of which the same is known. Where it cannot be
/// read or kept, all works as if nothing were.
/// </summary>
internal sealed class FoundRouting
{
    private const string Version = "found-1";

    // Whoever compares many routers may want to come back to some of them; more would only fill the disk.
    private const int Most = 8;

    private readonly ExpertLibrary _library;
    private readonly IReadOnlyList<string> _tasks;
    private readonly Seed _seed;
    private readonly DerivedData _ofWeights;
    private readonly Lazy<DerivedData?> _ofExamples;

    private FoundRouting(ExpertLibrary library, IReadOnlyList<string> tasks, Seed seed, Part<IRouter> router, string identity, Func<string?> origin)
    {
        (_library, _tasks, _seed) = (library, tasks, seed);
        _ofWeights = Name(null);
        _ofExamples = new Lazy<DerivedData?>(() => origin() is { } from ? Name(from) : null);

        DerivedData Name(string? from)
        {
            var key = FoundKey.Of(identity, seed, library);
            key["tasks"] = new JsonArray([.. tasks.Select(task => (JsonNode?)task)]);
            if (from is not null) key["from"] = from;
            return library.Derive(router.Name, Version, key);
        }
    }

    /// <summary>Names what a router finds out.</summary>
    /// <param name="library">The experts.</param>
    /// <param name="router">The router.</param>
    /// <param name="tasks">The tasks that it is told.</param>
    /// <param name="seed">The origin of its random choices.</param>
    /// <param name="origin">Gets what decides model and examples, if some router asks for them; null where that is not known.</param>
    /// <returns>Null where nobody can tell that another time is the same, or where the library is not a folder's.</returns>
    public static FoundRouting? Of(IExpertLibrary library, Part<IRouter> router, IReadOnlyList<string> tasks, Seed seed, Func<string?> origin) =>
        library is ExpertLibrary stored && router.Identity is { } identity ? new FoundRouting(stored, tasks, seed, router, identity, origin) : null;

    /// <summary>Prepares the router with what is kept of the experts' weights.</summary>
    /// <returns>The routed library, which the caller disposes of; null where nothing is kept that the router takes.</returns>
    public RoutedExperts? Restore(IRouter router) => Restore(router, _ofWeights);

    /// <summary>Prepares the router with what is kept of the experts' examples.</summary>
    /// <returns>The routed library, which the caller disposes of; null where nothing is kept that the router takes.</returns>
    public RoutedExperts? RestoreFitted(IRouter router) => _ofExamples.Value is { } data ? Restore(router, data) : null;

    /// <summary>Keeps what was found out, where there is something that can be kept.</summary>
    /// <param name="routed">The routed library.</param>
    /// <param name="fitted">Whether it was fitted to examples.</param>
    public void Keep(RoutedExperts routed, bool fitted)
    {
        var state = routed.Groups.ToDictionary(group => group.Maps[0].Name, group => group.Routing.State, StringComparer.Ordinal);
        if (state.Values.All(group => group.Count == 0) || (fitted ? _ofExamples.Value : _ofWeights) is not { } data) return;
        try
        {
            RoutingContent.Write(data, _tasks, state, Most);
        }
        catch (NotSupportedException)
        {
            // Tensors of a type that files do not know.
        }
    }

    private RoutedExperts? Restore(IRouter router, DerivedData data)
    {
        using var kept = RoutingContent.Read(data);
        if (kept is null) return null;
        try
        {
            var routed = RoutedExperts.Prepare(router, _library, _tasks, _seed, kept);
            if (!RouterCalibration.IsNeeded(routed))
            {
                data.Touch();
                return routed;
            }

            routed.Dispose();
            return null;
        }
        catch (Exception unfit) when (unfit is TesseraException or ArgumentException)
        {
            return null;
        }
    }
}

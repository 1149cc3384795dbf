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
    private readonly DerivedData _data;
    private readonly IReadOnlyList<string> _tasks;
    private readonly Seed _seed;

    private FoundRouting(ExpertLibrary library, DerivedData data, IReadOnlyList<string> tasks, Seed seed) => (_library, _data, _tasks, _seed) = (library, data, tasks, seed);

    /// <summary>Names what a router finds out.</summary>
    /// <param name="library">The experts.</param>
    /// <param name="router">The router.</param>
    /// <param name="tasks">The tasks that it is told.</param>
    /// <param name="seed">The origin of its random choices.</param>
    /// <param name="origin">Gets what decides model and examples; null where that is not known.</param>
    /// <returns>Null where nobody can tell that another time is the same, or where the library is not a folder's.</returns>
    public static FoundRouting? Of(IExpertLibrary library, Part<IRouter> router, IReadOnlyList<string> tasks, Seed seed, Func<string?> origin)
    {
        if (library is not ExpertLibrary stored || router.Identity is not { } identity || origin() is not { } from) return null;
        var key = FoundKey.Of(identity, seed, stored);
        key["from"] = from;
        key["tasks"] = new JsonArray([.. tasks.Select(task => (JsonNode?)task)]);
        return new FoundRouting(stored, stored.Derive(router.Name, Version, key), tasks, seed);
    }

    /// <summary>Prepares the router with what is kept.</summary>
    /// <returns>The routed library, which the caller disposes of; null where nothing is kept that the router takes.</returns>
    public RoutedExperts? Restore(IRouter router)
    {
        using var kept = RoutingContent.Read(_data);
        if (kept is null) return null;
        try
        {
            return RoutedExperts.Prepare(router, _library, _tasks, _seed, kept);
        }
        catch (Exception unfit) when (unfit is TesseraException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Keeps what was found out, where there is something that can be kept.</summary>
    public void Keep(RoutedExperts routed)
    {
        var state = routed.Groups.ToDictionary(group => group.Maps[0].Name, group => group.Routing.State, StringComparer.Ordinal);
        if (state.Values.All(group => group.Count == 0)) return;
        try
        {
            RoutingContent.Write(_data, _tasks, state, Most);
        }
        catch (NotSupportedException)
        {
            // Tensors of a type that files do not know.
        }
    }
}

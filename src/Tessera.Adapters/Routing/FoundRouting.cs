using System.Text.Json.Nodes;
using Tessera.Adapters.Library;
using Tessera.Sdk.Parts;
using Tessera.Sdk.Randomness;
using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Routing;

namespace Tessera.Adapters.Routing;

/// <summary>
/// What routers found out about the experts of a library, such as prototypes, centroids and gates, is kept beside them, so that it is found out once. It is met again only by the
/// same router with the same options, tasks and seed, and where it was fitted to examples, by the same model and examples.
/// </summary>
internal sealed class FoundRouting
{
    private const string Version = "found-1";

    private readonly ExpertLibrary _library;
    private readonly string _router;
    private readonly JsonObject _key;

    private FoundRouting(ExpertLibrary library, string router, JsonObject key) => (_library, _router, _key) = (library, router, key);

    /// <summary>Names what a router finds out without examples.</summary>
    /// <returns>Null where nobody can tell that another router is the same, or where the library is not a folder's.</returns>
    public static FoundRouting? Of(IExpertLibrary library, Part<IRouter> router, IReadOnlyList<string> tasks, Seed seed) => library is ExpertLibrary stored && router.Identity is { } identity
        ? new FoundRouting(stored, router.Name, new JsonObject { ["router"] = identity, ["tasks"] = new JsonArray([.. tasks.Select(task => (JsonNode?)task)]), ["seed"] = seed.ToString() })
        : null;

    /// <summary>Names what the router finds out with examples.</summary>
    /// <param name="origin">What decides model and examples.</param>
    public FoundRouting FittedTo(string origin) => new(_library, _router, new JsonObject(_key.Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.DeepClone()))) { ["fittedTo"] = origin });

    /// <summary>Reads what is kept.</summary>
    /// <returns>The routing, which the caller disposes of; null where nothing is kept.</returns>
    public TrainedRouting? Read() => RoutingContent.Read(_library.Derive(_router, Version, _key));

    /// <summary>Keeps what was found out. Where there is nothing, or the library cannot be written, nothing is kept.</summary>
    public void Keep(RoutedExperts routed, IReadOnlyList<string> tasks)
    {
        var state = routed.Groups.ToDictionary(group => group.Maps[0].Name, group => group.Routing.State, StringComparer.Ordinal);
        if (state.Values.Any(group => group.Count > 0)) RoutingContent.Write(_library.Derive(_router, Version, _key), tasks, state);
    }
}

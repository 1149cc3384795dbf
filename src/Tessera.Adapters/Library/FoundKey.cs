using System.Text.Json.Nodes;
using Tessera.Sdk.Randomness;
using Tessera.Sdk.Tensors.Experts;

namespace Tessera.Adapters.Library;

/// <summary>What decides what a router or a clusterer finds out about a library, beside the weights of its experts.</summary>
internal static class FoundKey
{
    // Builds are deterministic: these change when the code does, which calibrates, computes prototypes and judges clusters.
    private static readonly string _code = $"{typeof(FoundKey).Module.ModuleVersionId:N} {typeof(IExpertLibrary).Module.ModuleVersionId:N}";

    /// <summary>Lists it.</summary>
    /// <param name="identity">Tells the part from others of other code or options.</param>
    /// <param name="seed">The origin of its random choices.</param>
    /// <param name="library">The experts, of which a part may look at all that is known.</param>
    public static JsonObject Of(string identity, Seed seed, ExpertLibrary library) => new()
    {
        ["part"] = identity,
        ["code"] = _code,
        ["seed"] = seed.ToString(),
        ["known"] = new JsonArray([.. library.Experts.Select(expert => new JsonObject(expert.Metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))))]),
    };
}

using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tessera.Adapters.Library;

/// <summary>All that derived data depend on.</summary>
/// <param name="Part">Who derives them.</param>
/// <param name="Version">The version of the way in which they are derived.</param>
/// <param name="Options">The options; null for none.</param>
/// <param name="Experts">The experts, in their order.</param>
/// <param name="Ties">How maps are tied.</param>
internal sealed record DerivedKey(string Part, string Version, JsonNode? Options, IReadOnlyList<DerivedExpert> Experts, IReadOnlyList<IReadOnlyList<string>> Ties)
{
    private static readonly JsonSerializerOptions Layout = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>The key as JSON.</summary>
    public JsonNode ToJson() => JsonSerializer.SerializeToNode(this, Layout)!;

    /// <summary>The SHA-256 of the key, in hexadecimal.</summary>
    public string ComputeHash() => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(this, Layout)));
}

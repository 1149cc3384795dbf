using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Tessera.Models.Http;

/// <summary>What options add to the bodies of requests.</summary>
internal static class RequestBody
{
    /// <summary>Adds, replaces and takes out members.</summary>
    public static JsonObject With(this JsonObject body, JsonObject? extra)
    {
        foreach (var (name, value) in extra ?? [])
        {
            if (value is null) body.Remove(name);
            else body[name] = value.DeepClone();
        }

        return body;
    }

    /// <summary>A short hash of what is added, for a model's identity; empty for nothing.</summary>
    public static string Mark(JsonObject? extra) =>
        extra is null or { Count: 0 } ? "" : $"+{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(extra.ToJsonString())))[..12]}";
}

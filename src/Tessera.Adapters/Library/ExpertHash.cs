using System.Security.Cryptography;
using Tessera.Adapters.Safetensors;

namespace Tessera.Adapters.Library;

/// <summary>Tells experts apart by what they do: SHA-256 over the hashes of configuration and weights.</summary>
internal static class ExpertHash
{
    public static string Of(AdapterConfig config, SafetensorsFile weights) => Of(SHA256.HashData(config.Content), weights.ComputeHash());

    /// <summary>The hash of an adapter of any kind, by its files alone.</summary>
    public static string Of(string folder)
    {
        using var weights = File.OpenRead(Path.Combine(folder, AdapterTensors.FileName));
        return Of(SHA256.HashData(File.ReadAllBytes(Path.Combine(folder, AdapterConfig.FileName))), SHA256.HashData(weights));
    }

    private static string Of(byte[] config, byte[] weights) => Convert.ToHexStringLower(SHA256.HashData([.. config, .. weights]));
}

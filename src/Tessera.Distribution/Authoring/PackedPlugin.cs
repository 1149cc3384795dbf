using Tessera.Hosting.Manifests;

namespace Tessera.Distribution.Authoring;

/// <summary>A plugin's package.</summary>
/// <param name="File">Where it lies.</param>
/// <param name="Bytes">How large it is.</param>
/// <param name="Manifest">What it holds.</param>
public sealed record PackedPlugin(string File, long Bytes, PluginManifest Manifest);

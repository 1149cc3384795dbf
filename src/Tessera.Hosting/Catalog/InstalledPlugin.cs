using Tessera.Hosting.Manifests;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Hosting.Catalog;

/// <summary>A plugin found in a folder, right or wrong.</summary>
public sealed class InstalledPlugin
{
    private readonly Lazy<string> _contentHash;

    internal InstalledPlugin(string folder, PluginManifest? manifest, PluginStatus status, IReadOnlyList<Diagnostic> diagnostics)
    {
        (Folder, Manifest, Status, Diagnostics) = (folder, manifest, status, diagnostics);
        _contentHash = new(() => PluginFiles.HashOf(Folder));
    }

    /// <summary>The folder that holds the manifest.</summary>
    public string Folder { get; }

    /// <summary>The plugin's id; the folder's name when the manifest does not tell.</summary>
    public string Id => Manifest?.Id ?? Path.GetFileName(Folder);

    /// <summary>The manifest; null when it could not be read.</summary>
    public PluginManifest? Manifest { get; }

    /// <summary>Whether it can be used.</summary>
    public PluginStatus Status { get; }

    /// <summary>Why it cannot be used, and what to do.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; }

    /// <summary>SHA-256 over the names and contents of its files, debug symbols and documentation aside, in hexadecimal.</summary>
    public string ContentHash => _contentHash.Value;

    /// <summary>The plugin's assembly.</summary>
    internal string AssemblyPath => Path.Combine(Folder, Manifest!.Entry);

    internal InstalledPlugin With(PluginStatus status, Diagnostic diagnostic) => new(Folder, Manifest, status, [.. Diagnostics, diagnostic]);
}

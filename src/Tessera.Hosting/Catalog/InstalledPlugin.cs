using System.Security.Cryptography;
using System.Text;
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
        _contentHash = new(ComputeHash);
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

    private string ComputeHash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var files = PluginFiles.In(Folder)
            .Select(file => (Name: Path.GetRelativePath(Folder, file).Replace('\\', '/'), File: file))
            .Where(pair => !pair.Name.EndsWith(".pdb", StringComparison.Ordinal) && !pair.Name.EndsWith(".xml", StringComparison.Ordinal))
            .OrderBy(pair => pair.Name, StringComparer.Ordinal);
        foreach (var (name, file) in files)
        {
            using var stream = RegularFile.OpenRead(file);
            hash.AppendData(Encoding.UTF8.GetBytes($"{name}\0"));
            hash.AppendData(SHA256.HashData(stream));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}

using Tessera.Sdk.Diagnostics;

namespace Tessera.Hosting.Manifests;

/// <summary>What <c>plugin.json</c> says of a plugin. The build writes it from the attributes on the parts.</summary>
public sealed record PluginManifest
{
    /// <summary>The name of the file.</summary>
    public const string FileName = "plugin.json";

    /// <summary>The plugin's id: lower-case words joined by dots or hyphens.</summary>
    public required string Id { get; init; }

    /// <summary>Its version, in the form of Semantic Versioning.</summary>
    public required string Version { get; init; }

    /// <summary>Its name for people.</summary>
    public required string Name { get; init; }

    /// <summary>What it does, in one line.</summary>
    public required string Description { get; init; }

    /// <summary>The file name of its assembly.</summary>
    public required string Entry { get; init; }

    /// <summary>The version of the SDK it was built for.</summary>
    public required string Sdk { get; init; }

    /// <summary>The features of the host that it needs, such as <c>tensors</c>.</summary>
    public required IReadOnlyList<string> Requires { get; init; }

    /// <summary>
    /// What it says that it does beyond what the host hands to it: <c>process</c>, it starts programs; <c>network</c>, it opens connections;
    /// <c>files</c>, it reads or writes files. A declaration and no sandbox: whatever it says, it runs with the process's full trust.
    /// </summary>
    public required IReadOnlyList<string> Capabilities { get; init; }

    /// <summary>Its parts.</summary>
    public required IReadOnlyList<PartManifest> Exports { get; init; }

    /// <summary>Reads a manifest.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The manifest.</returns>
    /// <exception cref="TesseraException">The file cannot be read, or is no manifest.</exception>
    public static PluginManifest Read(string path) => ManifestReader.Read(path);
}

using System.Text.RegularExpressions;
using Tessera.Hosting.Catalog;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Hosting.Installation;

/// <summary>The name of the folder in which a version is installed, VERSION-HASH: it records what the files were when they were installed.</summary>
internal static partial class VersionFolderName
{
    private const int HashLength = 12;

    public static string Of(InstalledPlugin plugin) => $"{plugin.Manifest!.Version.Split('+')[0]}-{plugin.ContentHash[..HashLength]}";

    /// <summary>Compares an installed plugin's files with what they were when it was installed.</summary>
    /// <returns>What is wrong; null where nothing is, and for a plugin that was not installed but copied or built in its place.</returns>
    public static Diagnostic? FaultOf(InstalledPlugin plugin)
    {
        // Only the installation writes the file that names the current version.
        var isInstalled = Path.GetDirectoryName(plugin.Folder) is { } versions && File.Exists(Path.Combine(versions, PluginFolders.CurrentFile));
        return isInstalled && Recorded().Match(Path.GetFileName(plugin.Folder)) is { Success: true } name && !plugin.ContentHash.StartsWith(name.Groups[1].Value, StringComparison.Ordinal)
            ? Diagnostic.Error(
                "TESS2034", $"Files of {plugin.Id} {plugin.Manifest!.Version} changed after it was installed: they hash to {plugin.ContentHash[..HashLength]}, and hashed to {name.Groups[1].Value}.",
                new SourceLocation(plugin.Folder), "Install the plugin again; the damaged folder stays as it is.")
            : null;
    }

    // A damaged folder keeps its place, and the mended plugin lies beside it with a number.
    [GeneratedRegex("-([0-9a-f]{12})(?:-[0-9]+)?$")]
    private static partial Regex Recorded();
}

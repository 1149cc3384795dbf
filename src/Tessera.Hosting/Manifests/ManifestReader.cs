using System.Text.Json;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Hosting.Manifests;

/// <summary>Reads manifests, which may come from anyone: sizes, depth, names and paths are all bounded.</summary>
internal static class ManifestReader
{
    private const int MaxBytes = 4 * 1024 * 1024;

    public static PluginManifest Read(string path)
    {
        try
        {
            var json = ManifestText.Read(path, MaxBytes) ?? throw Unfit(path, $"it is larger than {MaxBytes / 1024 / 1024} MiB");
            ManifestText.RequireUnicode(json);
            return new ManifestParser(path, json).Parse();
        }
        catch (JsonException malformed)
        {
            var location = new SourceLocation(path, (int)(malformed.LineNumber ?? 0) + 1, (int)(malformed.BytePositionInLine ?? 0) + 1);
            throw new TesseraException(Diagnostic.Error("TESS2001", "The plugin's manifest is not well-formed JSON.", location, "Build the plugin again; the build writes plugin.json."), malformed);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            throw new TesseraException(Diagnostic.Error("TESS2002", $"The plugin's manifest cannot be read: {unreadable.Message}", new SourceLocation(path), "Make the file readable, or install the plugin again."), unreadable);
        }
    }

    /// <summary>What is thrown for JSON that is not a plugin's manifest.</summary>
    public static TesseraException Unfit(string path, string reason) => new(Diagnostic.Error(
        "TESS2003", $"This is not the manifest of a plugin: {reason}.", new SourceLocation(path), "Build the plugin again; the build writes plugin.json."));
}

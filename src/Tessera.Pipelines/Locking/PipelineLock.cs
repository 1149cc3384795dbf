using System.Text.Json;
using System.Text.Json.Nodes;
using Tessera.Hosting;
using Tessera.Pipelines.Loading;
using Tessera.Pipelines.Running;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Pipelines.Locking;

/// <summary>
/// The plugins that a pipeline is to be run with, by version and hash, and the version of the SDK: <c>NAME.lock.json</c> beside
/// <c>NAME.yaml</c>, which is kept with the pipeline. Where there is none, any plugins will do.
/// </summary>
public static class PipelineLock
{
    private const int MostBytes = 4 * 1024 * 1024;
    private const string SdkName = "Tessera.Sdk";

    /// <summary>The lock of a pipeline.</summary>
    /// <param name="pipeline">The pipeline's file.</param>
    /// <returns>The file beside it; it need not exist.</returns>
    public static string FileOf(string pipeline) => Path.ChangeExtension(Path.GetFullPath(pipeline), ".lock.json");

    /// <summary>Pins the plugins that are there now.</summary>
    /// <param name="pipeline">The pipeline.</param>
    /// <returns>What the lock named otherwise, or did not name, before; everything where there was no lock or it was damaged.</returns>
    /// <exception cref="TesseraException">TESS3042: the file cannot be written.</exception>
    public static IReadOnlyList<PluginDifference> Write(Pipeline pipeline)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        var file = FileOf(pipeline.File);
        var changes = Differences(pipeline, ReadOrNothing(file));
        var pinned = new JsonObject { ["sdk"] = PinnedPlugins.Sdk, ["plugins"] = PinnedPlugins.ToJson(pipeline.Plugins) };
        try
        {
            DurableFile.Write(file, pinned.ToJsonString(RunJson.Options) + "\n");
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new TesseraException(Diagnostic.Error("TESS3042", $"The lock cannot be written: {refused.Message}", new SourceLocation(file), "Make the pipeline's folder writable."), refused);
        }

        return changes;
    }

    /// <summary>Compares the plugins that a pipeline would run with now with those of its lock.</summary>
    /// <param name="pipeline">The pipeline.</param>
    /// <returns>What is wrong: TESS3040 where other plugins are there than those locked, TESS3041 where the lock cannot be read; null where nothing is, or nothing is locked.</returns>
    public static Diagnostic? Check(Pipeline pipeline)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        var file = FileOf(pipeline.File);
        try
        {
            if (!Path.Exists(file) || Differences(pipeline, Read(file)) is not { Count: > 0 } differences) return null;
            return Diagnostic.Error(
                "TESS3040", $"The pipeline is locked to other plugins than are there:{PluginDifference.Table(differences)}", new SourceLocation(file),
                $"Install those that are locked, run 'tessera lock {Path.GetFileName(pipeline.File)}' to lock those that are there, or give --ignore-lock to run with them this time.");
        }
        catch (Exception unfit) when (unfit is JsonException or IOException or UnauthorizedAccessException)
        {
            return Diagnostic.Error(
                "TESS3041", $"The pipeline's lock cannot be read: {unfit.Message}", new SourceLocation(file),
                $"Fetch it again from where the pipeline is kept, or run 'tessera lock {Path.GetFileName(pipeline.File)}' to write it anew.");
        }
    }

    private static IReadOnlyList<PluginDifference> Differences(Pipeline pipeline, JsonObject locked)
    {
        var plugins = PinnedPlugins.Compare(PinnedPlugins.Read(locked["plugins"]), pipeline.Plugins);
        var sdk = locked["sdk"]?.ToString();
        return sdk == PinnedPlugins.Sdk ? plugins : [new PluginDifference(sdk is null ? null : new PinnedPlugin(SdkName, sdk, ""), new PinnedPlugin(SdkName, PinnedPlugins.Sdk, "")), .. plugins];
    }

    private static JsonObject ReadOrNothing(string file)
    {
        try
        {
            return Path.Exists(file) ? Read(file) : [];
        }
        catch (Exception unfit) when (unfit is JsonException or IOException or UnauthorizedAccessException)
        {
            // It is written anew.
            return [];
        }
    }

    private static JsonObject Read(string file)
    {
        var bytes = RegularFile.ReadAtMost(file, MostBytes) ?? throw new JsonException($"It is larger than {MostBytes / 1024 / 1024} MiB.");
        return PinnedPlugins.Parse(bytes) is { } locked && locked["plugins"] is JsonArray
            ? locked
            : throw new JsonException("It is not an object with 'sdk' and 'plugins'.");
    }
}

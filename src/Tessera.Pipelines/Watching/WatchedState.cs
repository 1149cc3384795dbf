using System.Security.Cryptography;
using Tessera.Hosting;
using Tessera.Hosting.Catalog;
using Tessera.Pipelines.Loading;

namespace Tessera.Pipelines.Watching;

/// <summary>What a run is made of, as far as it is watched: the pipeline's text, and the builds of plugins.</summary>
internal sealed record WatchedState(Pipeline Pipeline, string Text, IReadOnlyList<InstalledPlugin> Plugins)
{
    public static WatchedState Of(Pipeline pipeline, string text, Func<InstalledPlugin, bool> isWatched) => new(pipeline, text, [.. pipeline.Plugins.Where(isWatched)]);

    /// <summary>The hash of a pipeline's text. It is asked for before the pipeline is loaded: what is written in between is then run once too often, and not never.</summary>
    public static string TextOf(string file)
    {
        try
        {
            using var stream = RegularFile.OpenRead(file);
            return Convert.ToHexStringLower(SHA256.HashData(stream));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            // Loading it says why.
            return "";
        }
    }

    public bool HasTextOf(WatchedState other) => Text == other.Text;

    /// <summary>The plugins whose builds are others than before, or were not used before.</summary>
    public IReadOnlyList<InstalledPlugin> ChangedSince(WatchedState other) =>
        [.. Plugins.Where(plugin => !other.Plugins.Any(before => before.Id == plugin.Id && before.ContentHash == plugin.ContentHash))];

    /// <summary>The steps that use a plugin.</summary>
    public IReadOnlyList<string> UsersOf(InstalledPlugin plugin) => [.. Pipeline.Steps.Where(step => step.Parts.Any(part => part.Plugin == plugin)).Select(step => step.Name)];
}

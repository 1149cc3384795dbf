using Tessera.Pipelines.Running;

namespace Tessera.Pipelines.Locking;

/// <summary>A plugin that is another one than a lock names.</summary>
/// <param name="Pinned">What the lock names; null where it does not name the plugin.</param>
/// <param name="Present">What is there.</param>
public sealed record PluginDifference(PinnedPlugin? Pinned, PinnedPlugin Present)
{
    private const int HashLength = 12;

    /// <summary>Lays differences out in columns, one a line, for people.</summary>
    /// <param name="differences">The differences.</param>
    /// <returns>Lines, each after a line break.</returns>
    internal static string Table(IEnumerable<PluginDifference> differences)
    {
        List<string[]> rows = [["PLUGIN", "LOCKED", "PRESENT"], .. differences.Select(difference => new[] { difference.Present.Id, Describe(difference.Pinned), Describe(difference.Present) })];
        int Width(int column) => rows.Max(row => row[column].Length);
        var (plugins, locked) = (Width(0), Width(1));
        return string.Concat(rows.Select(row => $"\n    {row[0].PadRight(plugins)}  {row[1].PadRight(locked)}  {row[2]}"));
    }

    /// <summary>What a lock names, or what is there, in a few characters: the version and the beginning of the hash.</summary>
    /// <param name="plugin">The plugin; null where there is none.</param>
    /// <returns>The text.</returns>
    public static string Describe(PinnedPlugin? plugin) =>
        plugin is null ? "-" : plugin.Sha256.Length == 0 ? plugin.Version : $"{plugin.Version} {plugin.Sha256[..Math.Min(HashLength, plugin.Sha256.Length)]}";
}

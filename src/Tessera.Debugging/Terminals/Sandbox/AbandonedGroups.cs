using System.Globalization;

namespace Tessera.Debugging.Terminals.Sandbox;

/// <summary>Control groups of hosts that were killed: nobody was left to remove them, so the next host does.</summary>
internal static class AbandonedGroups
{
    private const string Prefix = "tessera-";

    // A host that this process cannot see, in another namespace of processes, has put its program into a new group by then.
    private static readonly TimeSpan _youngest = TimeSpan.FromMinutes(1);

    /// <summary>The name of a group of this process.</summary>
    /// <param name="mark">What makes it unique.</param>
    public static string Name(string mark) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Environment.ProcessId}-{mark}");

    /// <summary>Removes the groups whose host is gone. A group with processes stays; the kernel sees to that.</summary>
    /// <param name="layout">Where groups are.</param>
    /// <param name="time">What time it is.</param>
    public static void Remove(ControlGroupLayout layout, TimeProvider time)
    {
        foreach (var parent in new[] { layout.Memory, layout.Processes, layout.Processors, layout.Unified, Path.GetDirectoryName(layout.Unified) }.OfType<string>().Distinct())
        {
            try
            {
                foreach (var folder in Directory.EnumerateDirectories(parent, Prefix + "*").Where(folder => IsAbandoned(folder, time)).ToList()) ControlGroup.Remove(folder);
            }
            catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
            {
                // Somebody else's tree.
            }
        }
    }

    private static bool IsAbandoned(string folder, TimeProvider time)
    {
        var host = Path.GetFileName(folder).Split('-')[1];
        return int.TryParse(host, NumberStyles.None, CultureInfo.InvariantCulture, out _)
            && !Directory.Exists("/proc/" + host)
            && time.GetUtcNow() - Directory.GetLastWriteTimeUtc(folder) > _youngest;
    }
}

namespace Tessera.Debugging.Terminals.Sandbox;

/// <summary>Where this process's control groups are: one tree for each controller (version 1), one for all (version 2), or both.</summary>
/// <param name="Memory">The version 1 group of the memory controller; null where it is none.</param>
/// <param name="Processes">The version 1 group of the controller of processes.</param>
/// <param name="Processors">The version 1 group of the controller of processors.</param>
/// <param name="Unified">The version 2 group.</param>
internal sealed record ControlGroupLayout(string? Memory, string? Processes, string? Processors, string? Unified)
{
    /// <summary>Reads where they are.</summary>
    /// <param name="mounts">The text of <c>/proc/self/mountinfo</c>.</param>
    /// <param name="groups">The text of <c>/proc/self/cgroup</c>.</param>
    public static ControlGroupLayout Read(string mounts, string groups)
    {
        var own = groups.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(':', 3))
            .Where(fields => fields.Length == 3)
            .SelectMany(fields => fields[1].Split(',').Select(controller => (Controller: controller, Path: fields[2])))
            .GroupBy(pair => pair.Controller, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.First().Path, StringComparer.Ordinal);
        string? memory = null, processes = null, processors = null, unified = null;
        foreach (var line in mounts.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var separator = line.IndexOf(" - ", StringComparison.Ordinal);
            if (separator < 0) continue;
            var (place, kind) = (line[..separator].Split(' '), line[(separator + 3)..].Split(' '));
            if (place.Length < 5 || kind.Length < 3) continue;
            if (kind[0] == "cgroup2") unified ??= Folder(place, own.GetValueOrDefault(""));
            if (kind[0] != "cgroup") continue;
            var controllers = kind[2].Split(',');
            if (controllers.Contains("memory")) memory ??= Folder(place, own.GetValueOrDefault("memory"));
            if (controllers.Contains("pids")) processes ??= Folder(place, own.GetValueOrDefault("pids"));
            if (controllers.Contains("cpu")) processors ??= Folder(place, own.GetValueOrDefault("cpu"));
        }

        return new ControlGroupLayout(memory, processes, processors, unified);
    }

    // A mount may show only a part of the tree, such as a container's.
    private static string? Folder(string[] place, string? own)
    {
        var (root, mount) = (place[3], place[4]);
        if (own is null || own.StartsWith("/..", StringComparison.Ordinal)) return null;
        if (root == "/") return own == "/" ? mount : mount + own;
        return own == root ? mount : own.StartsWith(root + "/", StringComparison.Ordinal) ? mount + own[root.Length..] : null;
    }
}

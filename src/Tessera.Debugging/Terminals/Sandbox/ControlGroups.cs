using System.Globalization;
using System.Security.Cryptography;

namespace Tessera.Debugging.Terminals.Sandbox;

/// <summary>Makes a control group for each program, as far as this process may.</summary>
/// <param name="layout">Where this process's groups are.</param>
/// <param name="options">The limits.</param>
internal sealed class ControlGroups(ControlGroupLayout layout, SandboxOptions options)
{
    // One period of the scheduler, in microseconds: the kernel's own default.
    private const int Period = 100_000;

    /// <summary>The groups in which this process makes those of its programs.</summary>
    public static IEnumerable<string> Parents
    {
        get
        {
            var layout = LayoutOfThisProcess();
            return new[] { layout.Memory, layout.Processes, layout.Processors, layout.Unified, Path.GetDirectoryName(layout.Unified) }.OfType<string>().Distinct(StringComparer.Ordinal);
        }
    }

    /// <summary>The groups of this process.</summary>
    public static ControlGroups OfThisProcess(SandboxOptions options) => new(LayoutOfThisProcess(), options);

    /// <summary>Makes a group.</summary>
    /// <returns>The group, with the limits that could be set.</returns>
    public ControlGroup Create()
    {
        // The mark says whose it is when this process can no longer remove it.
        var name = $"tessera-{Afterlife.Mark}-" + RandomNumberGenerator.GetHexString(16, lowercase: true);
        var group = new ControlGroup();
        var memory = options.MemoryMegabytes is { } megabytes ? (megabytes * 1048576L).ToString(CultureInfo.InvariantCulture) : null;
        var processes = options.Processes?.ToString(CultureInfo.InvariantCulture);
        var quota = options.Processors is { } processors ? ((long)(processors * Period)).ToString(CultureInfo.InvariantCulture) : null;
        if (memory is not null && layout.Memory is { } memoryParent && Make(memoryParent, name, ("memory.limit_in_bytes", memory)) is { } memoryGroup)
            group.LimitMemory(memoryGroup, "memory.oom_control");
        if (processes is not null && layout.Processes is { } processesParent && Make(processesParent, name, ("pids.max", processes)) is { } processesGroup)
            group.LimitProcesses(processesGroup);
        if (quota is not null && layout.Processors is { } processorsParent && Make(processorsParent, name, ("cpu.cfs_period_us", $"{Period}"), ("cpu.cfs_quota_us", quota)) is { } processorsGroup)
            group.LimitProcessors(processorsGroup);
        // To join one takes its time. What ends a sandbox ends all that is in it without a group, too.
        var isLimited = (memory is null || group.LimitsMemory) && (processes is null || group.LimitsProcesses) && (quota is null || layout.Processors is not null);
        if (!isLimited && layout.Unified is { } unified) AddUnified(group, unified, name, memory, processes, quota);
        return group;
    }

    private static ControlGroupLayout LayoutOfThisProcess()
    {
        try
        {
            return ControlGroupLayout.Read(File.ReadAllText("/proc/self/mountinfo"), File.ReadAllText("/proc/self/cgroup"));
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return new ControlGroupLayout(null, null, null, null);
        }
    }

    private static void AddUnified(ControlGroup group, string unified, string name, string? memory, string? processes, string? quota)
    {
        // A group that has processes may not share controllers out below it; then its parent may, of which this becomes a sibling.
        foreach (var parent in new[] { unified, Path.GetDirectoryName(unified) }.OfType<string>().Where(parent => File.Exists(Path.Join(parent, "cgroup.procs"))))
        {
            if (parent != unified && !SharesLimits(parent)) continue;
            if (Make(parent, name) is not { } folder) continue;
            group.Join(folder);
            if (memory is not null && Set(folder, "memory.max", memory))
            {
                Set(folder, "memory.swap.max", "0");
                group.LimitMemory(folder, "memory.events");
            }

            if (processes is not null && Set(folder, "pids.max", processes)) group.LimitProcesses(folder);
            if (quota is not null && Set(folder, "cpu.max", $"{quota} {Period}")) group.LimitProcessors(folder);
            if (parent != unified || group.HasLimits || !SharesLimits(Path.GetDirectoryName(unified)!)) return;
            group.Leave(folder);
        }
    }

    private static bool SharesLimits(string group)
    {
        try
        {
            return File.ReadAllText(Path.Join(group, "cgroup.subtree_control")).Split([' ', '\n']).Intersect(["memory", "pids"]).Any();
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static string? Make(string parent, string name, params (string File, string Value)[] settings)
    {
        var folder = Path.Join(parent, name);
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        if (Array.TrueForAll(settings, setting => Set(folder, setting.File, setting.Value))) return folder;
        ControlGroup.Remove(folder);
        return null;
    }

    private static bool Set(string folder, string file, string value)
    {
        try
        {
            // Only what the kernel offers: no file of ours.
            if (!File.Exists(Path.Join(folder, file))) return false;
            File.WriteAllText(Path.Join(folder, file), value);
            return true;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}

using System.Globalization;

namespace Tessera.Debugging.Terminals.Sandbox;

/// <summary>What is started for a program in a sandbox: a shell that joins the group and takes on limits, then bubblewrap in its place.</summary>
internal static class SandboxLaunch
{
    // A process can only limit itself, and must do so before it starts another. Shells count processes by different letters.
    private const string Joining = """
        groups=$1; shift
        while [ "$groups" -gt 0 ]; do
          echo 0 > "$1" || exit 1
          shift; groups=$((groups - 1))
        done
        ulimit -c 0
        [ "$1" = - ] || ulimit -f "$1"
        [ "$2" = - ] || ulimit -d "$2"
        [ "$3" = - ] || ulimit -u "$3" 2>/dev/null || ulimit -p "$3"
        shift 3
        exec "$@"
        """;

    /// <summary>The shell.</summary>
    public const string Program = "/bin/sh";

    /// <summary>The arguments of the shell.</summary>
    /// <param name="group">The group that the program is to be in.</param>
    /// <param name="options">The limits; what the group does not hold is held process by process.</param>
    /// <param name="bubblewrap">bubblewrap and its arguments.</param>
    public static IReadOnlyList<string> Arguments(ControlGroup group, SandboxOptions options, IEnumerable<string> bubblewrap) =>
    [
        "-c", Joining, "sandbox", group.Folders.Count.ToString(CultureInfo.InvariantCulture), .. group.Folders.Select(Entrance),
        // In blocks of 512 bytes, and in kilobytes.
        Limit(options.FileMegabytes * 2048L), Limit(group.LimitsMemory ? null : options.MemoryMegabytes * 1024L), Limit(group.LimitsProcesses ? null : options.Processes),
        .. bubblewrap,
    ];

    // Where a thread alone may join, as in version 1, the kernel need not wait for all processes that are just being started: the shell has but one.
    private static string Entrance(string folder) => Path.Join(folder, "tasks") is var threads && File.Exists(threads) ? threads : Path.Join(folder, "cgroup.procs");

    private static string Limit(long? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "-";
}

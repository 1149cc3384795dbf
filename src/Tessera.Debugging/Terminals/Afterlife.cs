using System.ComponentModel;
using System.Diagnostics;
using System.Security.Cryptography;
using Tessera.Debugging.Terminals.Sandbox;

namespace Tessera.Debugging.Terminals;

/// <summary>Linux: ends what terminals started when this process is killed, and so can no longer do it.</summary>
/// <remarks>
/// A shell of our own waits at a pipe whose other end only this process holds. The system closes that end however this process
/// ends, and the shell then ends whatever carries this process's mark, and what descends from it. The control groups that carry it go, too.
/// </remarks>
internal static class Afterlife
{
    // It outlives the signals that a whole group of processes is sent, as by Ctrl+C. Each sweep finds what was started during the last.
    private const string Script = """
        exec > /dev/null 2>&1
        trap '' HUP INT QUIT TERM
        end() {
          for child in $(cat "/proc/$1/task/$1/children"); do end "$child"; done
          kill -9 "$1"
        }
        mark=$1
        shift
        read -r nothing
        sweeps=0
        while [ "$sweeps" -lt 100 ]; do
          found=$(grep -lsF -e "$mark" /proc/[0-9]*/environ)
          [ -n "$found" ] || break
          for file in $found; do process=${file#/proc/}; end "${process%/environ}"; done
          sweeps=$((sweeps + 1))
        done
        # Ended processes leave their group a little later than they are gone.
        tries=0
        while [ "$tries" -lt 100 ]; do
          left=
          for parent in "$@"; do
            for group in "$parent/tessera-$mark-"*; do
              if [ -d "$group" ]; then rmdir "$group" || left=1; fi
            done
          done
          [ -n "$left" ] || break
          sleep 0.05
          tries=$((tries + 1))
        done
        """;

    // Held for as long as this process lives.
    private static readonly Lazy<Process?> _shell = new(Start);

    /// <summary>What the environment of each program that this process starts has in it, and the name of each of its control groups, and of no other.</summary>
    public static string Mark { get; } = RandomNumberGenerator.GetHexString(16, lowercase: true);

    /// <summary>Sees to it that there is an afterlife.</summary>
    public static void Prepare() => _ = _shell.Value;

    private static Process? Start()
    {
        if (!OperatingSystem.IsLinux()) return null;
        // In a session of its own, where that program is there, it also outlives an end of the whole group by force.
        string[] words = ["/bin/sh", "-c", Script, "tessera", Mark, .. ControlGroups.Parents];
        if (ProgramSearch.FindInstalled("setsid") is { } apart) words = [apart, .. words];
        var start = new ProcessStartInfo(words[0], words[1..]) { UseShellExecute = false, RedirectStandardInput = true, WorkingDirectory = "/" };
        start.Environment.Clear();
        start.Environment["PATH"] = "/usr/local/bin:/usr/bin:/bin";
        try
        {
            return Process.Start(start);
        }
        catch (Win32Exception)
        {
            // A system without a shell. What a sandbox holds ends all the same.
            return null;
        }
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Tessera.Debugging.Terminals;

/// <summary>A program and everything it started, known by a mark in the environment that children inherit.</summary>
internal sealed class ProcessTree
{
    private const string Variable = "TESSERA_TREE";

    // A process that forks faster than it is found: each sweep finds what the last one missed.
    private const int MostSweeps = 20;

    private readonly byte[] _mark;

    private ProcessTree(string mark) => _mark = Encoding.UTF8.GetBytes(mark);

    public static ProcessTree Mark(Dictionary<string, string> environment)
    {
        Afterlife.Prepare();
        var id = Afterlife.Mark + RandomNumberGenerator.GetHexString(16, lowercase: true);
        environment[Variable] = id;
        return new ProcessTree($"{Variable}={id}");
    }

    /// <summary>Ends the program, its descendants, and those that left its tree.</summary>
    public void End(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception gone) when (gone is InvalidOperationException or AggregateException or System.ComponentModel.Win32Exception)
        {
            // What has ended meanwhile need not be ended; what could not be, the sweeps find again.
        }

        EndStragglers();
    }

    /// <summary>Ends those that carry the mark: where the program has ended, its tree can no longer be walked.</summary>
    public void EndStragglers()
    {
        for (var sweep = 0; sweep < MostSweeps && Sweep(); sweep++)
        {
        }
    }

    private bool Sweep()
    {
        if (!OperatingSystem.IsLinux()) return false;
        var found = false;
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) || id == Environment.ProcessId) continue;
            // Held before it is looked at: its number may be another's by the time of the signal.
            using var held = RunningProcess.Hold(id);
            if (!Carries(folder)) continue;
            found |= held?.Send(UnixSignal.Kill) ?? UnixSignal.Kill.Send(id);
        }

        return found;
    }

    private bool Carries(string folder)
    {
        try
        {
            return File.ReadAllBytes(Path.Join(folder, "environ")).AsSpan().IndexOf(_mark) >= 0;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}

using System.Diagnostics;
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
        if (OperatingSystem.IsLinux()) EndDescendants(process);
        else KillTree(process);
        EndStragglers();
    }

    /// <summary>Ends those that carry the mark: where the program has ended, its tree can no longer be walked.</summary>
    public void EndStragglers()
    {
        if (!OperatingSystem.IsLinux()) return;
        var files = new ProcessFiles();
        for (var sweep = 0; sweep < MostSweeps && Sweep(files); sweep++)
        {
        }
    }

    private static void KillTree(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception gone) when (gone is InvalidOperationException or AggregateException or System.ComponentModel.Win32Exception)
        {
            // What has ended meanwhile need not be ended.
        }
    }

    /// <summary>Ends a program that still runs, with its descendants.</summary>
    /// <remarks>
    /// As .NET does it, which reads the whole list of processes anew for each one that it ends, and several times to be sure that it does not end
    /// itself. All are stopped before one is ended: so none starts another meanwhile, and none becomes another parent's.
    /// </remarks>
    private static void EndDescendants(Process process)
    {
        var stopped = new Dictionary<int, RunningProcess?> { [process.Id] = RunningProcess.Hold(process.Id) };
        // If it ended before it was held, its number may be another's.
        if (!process.HasExited)
        {
            Send(UnixSignal.Stop, process.Id, stopped[process.Id]);
            var files = new ProcessFiles();
            for (var sweep = 0; sweep < MostSweeps && StopChildren(stopped, files); sweep++)
            {
            }

            foreach (var (id, held) in stopped) Send(UnixSignal.Kill, id, held);
        }

        foreach (var held in stopped.Values) held?.Dispose();
    }

    private static bool StopChildren(Dictionary<int, RunningProcess?> stopped, ProcessFiles files)
    {
        var found = false;
        foreach (var id in ProcessFiles.All())
        {
            if (stopped.ContainsKey(id) || !stopped.ContainsKey(files.ParentOf(id))) continue;
            var held = RunningProcess.Hold(id);
            // Looked at once more, now that it is held: its number may have become another's.
            if (!stopped.ContainsKey(files.ParentOf(id)))
            {
                held?.Dispose();
                continue;
            }

            Send(UnixSignal.Stop, id, held);
            stopped[id] = held;
            found = true;
        }

        return found;
    }

    private bool Sweep(ProcessFiles files)
    {
        var found = false;
        foreach (var id in ProcessFiles.All())
        {
            if (id == Environment.ProcessId || !files.EnvironmentHolds(id, _mark)) continue;
            using var held = RunningProcess.Hold(id);
            // Looked at once more, now that it is held: its number may have become another's.
            if (files.EnvironmentHolds(id, _mark)) found |= Send(UnixSignal.Kill, id, held);
        }

        return found;
    }

    private static bool Send(UnixSignal signal, int id, RunningProcess? held) => held?.Send(signal) ?? signal.Send(id);
}

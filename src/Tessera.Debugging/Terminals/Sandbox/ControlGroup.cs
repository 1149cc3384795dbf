using System.Globalization;

namespace Tessera.Debugging.Terminals.Sandbox;

/// <summary>A program's own control group, in one tree or several. Disposing of it ends what is still in it.</summary>
internal sealed class ControlGroup : IAsyncDisposable
{
    // Ended processes leave their group a little later than they are gone.
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(2);
    private const int MostPauses = 500;

    private readonly List<string> _folders = [];
    private (string Folder, string File)? _memory;
    private string? _processes;
    private long _toldMemory;
    private long _toldProcesses;

    /// <summary>The groups' folders, which a process joins by writing to each one's <c>cgroup.procs</c>.</summary>
    public IReadOnlyList<string> Folders => _folders;

    public bool LimitsMemory => _memory is not null;

    public bool LimitsProcesses => _processes is not null;

    public bool HasLimits { get; private set; }

    public void LimitMemory(string folder, string events)
    {
        Limit(folder);
        _memory = (folder, events);
    }

    public void LimitProcesses(string folder)
    {
        Limit(folder);
        _processes = folder;
    }

    public void LimitProcessors(string folder) => Limit(folder);

    public void Join(string folder)
    {
        if (!_folders.Contains(folder)) _folders.Add(folder);
    }

    public void Leave(string folder)
    {
        _folders.Remove(folder);
        Remove(folder);
    }

    /// <summary>What the limits have done since this was last asked: one line each; empty for nothing.</summary>
    /// <param name="options">The limits.</param>
    public string TakeNotes(SandboxOptions options)
    {
        var notes = "";
        if (_memory is { } memory && Count(memory.Folder, memory.File, "oom_kill") is var ended && ended > _toldMemory)
        {
            _toldMemory = ended;
            notes += FormattableString.Invariant($"\n... (the sandbox's limit of {options.MemoryMegabytes} MB of memory was reached, and a process was ended) ...\n");
        }

        if (_processes is { } processes && Count(processes, "pids.events", "max") is var refused && refused > _toldProcesses)
        {
            _toldProcesses = refused;
            notes += FormattableString.Invariant($"\n... (the sandbox's limit of {options.Processes} processes was reached, and no more could be started) ...\n");
        }

        return notes;
    }

    /// <summary>Ends what is still in it.</summary>
    public void End() => _folders.ForEach(Kill);

    public async ValueTask DisposeAsync()
    {
        End();
        foreach (var folder in _folders)
        {
            for (var i = 0; i < MostPauses && !Remove(folder); i++) await Task.Delay(_pause).ConfigureAwait(false);
        }
    }

    /// <summary>Removes an empty group.</summary>
    /// <returns>Whether it is gone.</returns>
    public static bool Remove(string folder)
    {
        try
        {
            // Its files are the kernel's and go with it.
            Directory.Delete(folder);
            return true;
        }
        catch (DirectoryNotFoundException)
        {
            return true;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private void Limit(string folder)
    {
        Join(folder);
        HasLimits = true;
    }

    private static void Kill(string folder)
    {
        try
        {
            var file = Path.Join(folder, "cgroup.kill");
            if (File.Exists(file)) File.WriteAllText(file, "1");
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // The sandbox ends its processes by itself; this only makes sure.
        }
    }

    private static long Count(string folder, string file, string name)
    {
        try
        {
            var line = File.ReadLines(Path.Join(folder, file)).FirstOrDefault(line => line.StartsWith(name + " ", StringComparison.Ordinal));
            return line is not null && long.TryParse(line[(name.Length + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 0;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }
}

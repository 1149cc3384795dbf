namespace Tessera.Sdk.Testing.ToolSources;

/// <summary>The programs that this process has started and that still run, where the system tells.</summary>
internal static class ChildProcesses
{
    /// <summary>Their numbers.</summary>
    /// <exception cref="NotApplicableException">The system does not tell.</exception>
    public static IReadOnlySet<int> Now()
    {
        var tasks = $"/proc/{Environment.ProcessId}/task";
        if (!Directory.Exists(tasks)) throw new NotApplicableException("the system does not tell which programs a process started.");
        var children = new HashSet<int>();
        foreach (var task in Directory.GetDirectories(tasks))
        {
            try
            {
                var listed = File.ReadAllText(Path.Combine(task, "children"));
                children.UnionWith(listed.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(number => int.Parse(number, System.Globalization.CultureInfo.InvariantCulture)).Where(Runs));
            }
            catch (IOException)
            {
                // A thread that has just ended, or a system that keeps no such list.
            }
        }

        return children;
    }

    // What has ended and was not yet waited for is listed, too.
    private static bool Runs(int process)
    {
        try
        {
            var state = File.ReadAllText($"/proc/{process}/stat");
            return state[state.LastIndexOf(')')..].Split(' ')[1] is not "Z";
        }
        catch (IOException)
        {
            return false;
        }
    }
}

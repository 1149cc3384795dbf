using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Tessera.Tools.Tests.Hostile;

/// <summary>Finds processes that a session has left behind.</summary>
internal static class LeftProcesses
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    /// <summary>Checks that no process carries a mark in its environment or its command line, or stands in a folder.</summary>
    public static async Task NoneAsync(string mark, string folder)
    {
        List<string> left = [];
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < _patience; await Task.Delay(50))
        {
            left = Of(mark, folder);
            if (left.Count == 0) return;
        }

        left.Should().BeEmpty("a session that has ended leaves no process behind");
    }

    /// <summary>The processes, as they are now.</summary>
    public static List<string> Of(string mark, string folder) =>
    [
        .. Directory.EnumerateDirectories("/proc")
            .Where(process => int.TryParse(Path.GetFileName(process), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id != Environment.ProcessId)
            .Where(process => Text(process, "environ").Contains(mark, StringComparison.Ordinal) || Text(process, "cmdline").Contains(mark, StringComparison.Ordinal)
                || FolderOf(process)?.StartsWith(folder, StringComparison.Ordinal) == true)
            .Select(process => $"{Path.GetFileName(process)}: {Text(process, "cmdline").Replace('\0', ' ')}"),
    ];

    private static string Text(string process, string file)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes(Path.Combine(process, file)));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static string? FolderOf(string process)
    {
        try
        {
            return new FileInfo(Path.Combine(process, "cwd")).LinkTarget;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}

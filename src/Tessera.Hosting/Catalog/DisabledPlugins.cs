namespace Tessera.Hosting.Catalog;

/// <summary>The plugins of a folder that are not to be used: an empty file each, by the plugin's id, in a folder whose name begins with a dot.</summary>
internal static class DisabledPlugins
{
    private const string Marks = ".disabled";

    /// <summary>Their ids.</summary>
    public static IReadOnlySet<string> In(string folder)
    {
        try
        {
            var marks = Path.Combine(folder, Marks);
            return Directory.Exists(marks) ? Directory.EnumerateFiles(marks).Select(file => Path.GetFileName(file)).ToHashSet(StringComparer.Ordinal) : new HashSet<string>();
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return new HashSet<string>();
        }
    }

    /// <summary>Marks a plugin, or takes its mark away.</summary>
    public static void Mark(string folder, string id, bool isDisabled)
    {
        var mark = Path.Combine(folder, Marks, id);
        if (!isDisabled)
        {
            if (File.Exists(mark)) File.Delete(mark);
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(mark)!);
        File.Create(mark).Dispose();
    }
}

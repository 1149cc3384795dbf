using System.IO.Enumeration;

namespace Tessera.Hosting.Catalog;

/// <summary>The files of a plugin.</summary>
internal static class PluginFiles
{
    private static readonly EnumerationOptions Everything = new() { RecurseSubdirectories = true, AttributesToSkip = 0 };

    /// <summary>The files in a folder and below it. Links to folders are not followed: they may lead in circles.</summary>
    public static IEnumerable<string> In(string folder) =>
        new FileSystemEnumerable<string>(folder, (ref FileSystemEntry entry) => entry.ToFullPath(), Everything)
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory,
            ShouldRecursePredicate = (ref FileSystemEntry entry) => !entry.Attributes.HasFlag(FileAttributes.ReparsePoint),
        };
}

using System.Text;

namespace Tessera.Debugging.Workspaces;

/// <summary>Files in a project's root that say what is kept from agents: patterns in the syntax of <c>.gitignore</c>.</summary>
/// <remarks>They are read when a workspace is opened, and hidden from then on.</remarks>
internal static class ControlFiles
{
    public const string Hidden = ".debugignore";
    public const string ReadOnly = ".debugreadonly";

    private const int LongestFile = 1_000_000;

    /// <summary>The patterns in a control file; none where there is no such file.</summary>
    /// <exception cref="IOException">It is larger than 1 MB, or cannot be read.</exception>
    public static string[] Read(IFolderFiles files, string name)
    {
        var status = files.StatusOf(name);
        if (status.Kind != FileKind.File) return [];
        if (status.Length > LongestFile) throw new IOException($"'{name}' is larger than 1 MB.");
        using var reader = new StreamReader(files.Open(name), Encoding.UTF8);
        return reader.ReadToEnd().Split('\n');
    }
}

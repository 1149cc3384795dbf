using Tessera.Debugging.Workspaces;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Debugging.Terminals.Sandbox;

/// <summary>What of this machine the programs of a sandbox see, at the same paths.</summary>
internal sealed class SandboxView
{
    private static readonly string[] _systemFolders =
        ["", "bin", "boot", "dev", "etc", "home", "lib", "lib32", "lib64", "libx32", "proc", "root", "run", "sbin", "sys", "tmp", "usr", "var"];

    private readonly List<string> _shown;

    public SandboxView(string folder, SandboxOptions options)
    {
        Folder = Confinable(PathResolver.RealPath(folder));
        var (pythons, searchPath) = InstalledPythons.Find();
        string[] extra = [.. pythons, .. options.ReadOnlyPaths.Select(Showable)];
        // What lies in /tmp must be mounted after it. Where this process is root, so is a program to the files of /proc: many set the kernel.
        Arguments =
        [
            .. SystemMounts.Own(), "--dev", "/dev", "--proc", "/proc", "--remount-ro", "/proc",
            "--size", Invariant($"{options.TemporaryMegabytes * 1048576L}"), "--tmpfs", "/tmp", "--tmpfs", "/run",
            .. extra.SelectMany(path => path.EndsWith("/usr", StringComparison.Ordinal) ? SystemMounts.Of(Path.GetDirectoryName(path)!) : SystemMounts.Mount(path)),
            "--bind", Folder, Folder,
        ];
        _shown = [Folder, "/usr", "/bin", "/sbin", "/lib", "/lib64", .. extra];
        SearchPaths = [.. searchPath.Where(Shows)];
    }

    /// <summary>The folder that programs may change; without links.</summary>
    public string Folder { get; }

    /// <summary>What bubblewrap is told to show.</summary>
    public IReadOnlyList<string> Arguments { get; }

    /// <summary>The folders in which programs are found.</summary>
    public IReadOnlyList<string> SearchPaths { get; }

    /// <summary>Whether a path of this machine stands for the same file inside.</summary>
    public bool Shows(string path) => IsWithinShown(path) && IsWithinShown(PathResolver.RealPath(path));

    private bool IsWithinShown(string path) => _shown.Exists(shown => path == shown || path.StartsWith(shown + "/", StringComparison.Ordinal));

    private static string Confinable(string folder)
    {
        var names = folder.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (names.Length > 0 && names[0] is not ("proc" or "sys" or "dev") && (names.Length > 1 || !_systemFolders.Contains(names[0]))) return folder;
        throw new TesseraException(Diagnostic.Error(
            "TESS4114", $"Programs cannot be confined to '{folder}': it is a folder of the system, and they may change what is in it.", remedy: "Give a project a folder of its own."));
    }

    private static string Showable(string path)
    {
        if (path.Length > 1 && path.StartsWith('/') && Path.Exists(path)) return Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        throw new TesseraException(Diagnostic.Error(
            "TESS4116", $"The sandbox cannot show '{path}'.", remedy: "Give the absolute path of an existing file or folder in readOnlyPaths, not '/' itself."));
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}

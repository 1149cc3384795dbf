namespace Tessera.Debugging.Terminals.Sandbox;

/// <summary>The parts of a system's root folder that programs need to run, and that hold nobody's secrets.</summary>
internal static class SystemMounts
{
    private static readonly string[] _folders = ["bin", "sbin", "lib", "lib32", "lib64", "libx32"];

    // Never the whole folder: as root, a sandboxed program would read the password hashes.
    private static readonly string[] _settings =
    [
        "ld.so.cache", "ld.so.conf", "ld.so.conf.d", "alternatives", "passwd", "group", "nsswitch.conf", "hosts", "localtime", "timezone",
        "mime.types", "ssl/certs", "ca-certificates", "pki/tls/certs", "pki/ca-trust", "fonts",
    ];

    /// <summary>This machine's system.</summary>
    public static IEnumerable<string> Own() =>
        Of("/").Concat(_settings.Concat(PythonSettings()).Select(name => "/etc/" + name).Where(Path.Exists).SelectMany(Mount));

    /// <summary>A root folder's programs and libraries, with the links that lead to them.</summary>
    /// <param name="root">The root folder: it holds <c>usr</c>.</param>
    public static IEnumerable<string> Of(string root)
    {
        var arguments = new List<string>(Mount(Path.Join(root, "usr")));
        foreach (var place in _folders.Select(name => Path.Join(root, name)))
        {
            if (new FileInfo(place).LinkTarget is { } target) arguments.AddRange(["--symlink", target, place]);
            else if (Directory.Exists(place)) arguments.AddRange(Mount(place));
        }

        return arguments;
    }

    /// <summary>Shows a file or folder, to be read only.</summary>
    public static IEnumerable<string> Mount(string path) => ["--ro-bind", path, path];

    // Debian's Python reads /etc/python3.N/sitecustomize.py at each start.
    private static IEnumerable<string> PythonSettings() =>
        Directory.EnumerateDirectories("/etc", "python3*").Select(folder => Path.GetFileName(folder));
}

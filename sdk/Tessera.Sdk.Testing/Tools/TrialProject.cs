using Tessera.Sdk.Tools;

namespace Tessera.Sdk.Testing.Tools;

/// <summary>A project in a folder of its own, with something beside it that no tool may reach.</summary>
internal sealed class TrialProject : IAsyncDisposable
{
    public const string Secret = "conformance-secret-7b1f";

    private readonly string _parent;

    private TrialProject(string parent, string root, IToolSession session) => (_parent, Root, Session) = (parent, root, session);

    public string Root { get; }

    public string Outside => Path.Combine(_parent, "outside.txt");

    public IToolSession Session { get; }

    public static TrialProject Create(ToolConformanceOptions options, bool readOnly = false)
    {
        var parent = Directory.CreateTempSubdirectory("tessera-conformance-").FullName;
        var root = Directory.CreateDirectory(Path.Combine(parent, "project")).FullName;
        foreach (var (name, content) in options.Files)
        {
            var path = Path.Combine(root, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, content);
        }

        File.WriteAllText(Path.Combine(parent, "outside.txt"), Secret);
        var session = options.OpenSession is { } open && !readOnly ? open(root) : new TrialSession(new TrialWorkspace(root, readOnly));
        return new TrialProject(parent, root, session);
    }

    /// <summary>The files' contents by path, the outside one included.</summary>
    public Dictionary<string, string> ReadFiles() =>
        Directory.EnumerateFiles(_parent, "*", SearchOption.AllDirectories)
            .Where(file => !file.Contains("__pycache__", StringComparison.Ordinal))
            .ToDictionary(file => Path.GetRelativePath(Root, file).Replace('\\', '/'), File.ReadAllText, StringComparer.Ordinal);

    public async ValueTask DisposeAsync()
    {
        if (Session is IAsyncDisposable session) await session.DisposeAsync().ConfigureAwait(false);
        try
        {
            Directory.Delete(_parent, recursive: true);
        }
        catch (IOException)
        {
            // A tool that still holds a file is found by the checks; the folder is temporary.
        }
    }
}

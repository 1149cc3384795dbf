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

    /// <summary>A link in the project to <see cref="Outside"/>.</summary>
    public const string LinkedFile = "linked.txt";

    /// <summary>A link in the project to a folder outside, which holds <see cref="FileInLinkedFolder"/>.</summary>
    public const string LinkedFolder = "linked";

    public const string FileInLinkedFolder = "secret.txt";

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

    /// <summary>Puts links into the project that lead out of it, where the system lets one make links.</summary>
    public void AddLinks()
    {
        var elsewhere = Directory.CreateDirectory(Path.Combine(_parent, "elsewhere")).FullName;
        File.WriteAllText(Path.Combine(elsewhere, FileInLinkedFolder), Secret);
        try
        {
            File.CreateSymbolicLink(Path.Combine(Root, LinkedFile), Outside);
            Directory.CreateSymbolicLink(Path.Combine(Root, LinkedFolder), elsewhere);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // Then nobody can be led astray by one.
        }
    }

    /// <summary>The contents by path of the files outside.</summary>
    public Dictionary<string, string> ReadOutside()
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };
        return Directory.EnumerateFiles(_parent, "*", options)
            .Where(file => !file.StartsWith(Root + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            .ToDictionary(file => Path.GetRelativePath(Root, file).Replace('\\', '/'), File.ReadAllText, StringComparer.Ordinal);
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

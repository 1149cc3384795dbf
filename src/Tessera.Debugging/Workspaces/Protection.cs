using Tessera.Sdk.Workspaces;

namespace Tessera.Debugging.Workspaces;

/// <summary>What agents may do with each file: the strictest of what the patterns say of all its names.</summary>
/// <remarks>
/// A file has one name where it stands, and further ones through links. The links are those of the time at which the
/// workspace is opened: that a program later removes <c>tests -> shared/tests</c> does not open <c>shared/tests</c>.
/// </remarks>
internal sealed class Protection
{
    // Links in circles give a file names without end.
    private const int MostNames = 32;

    private readonly PathPatterns[] _hidden;
    private readonly PathPatterns _readOnly;
    private readonly PathPatterns _readOnlyInProject;
    private readonly List<(string Link, string Target)> _links = [];

    /// <summary>Reads the patterns, and finds the links.</summary>
    public Protection(FolderWorkspaceOptions options, IFolderFiles files, PathResolver resolver)
    {
        var ignoreCase = OperatingSystem.IsWindows() || OperatingSystem.IsMacOS();
        var (hidden, readOnly) = (ControlFiles.Read(files, ControlFiles.Hidden), ControlFiles.Read(files, ControlFiles.ReadOnly));
        // Apart, so that a project cannot take back what a pipeline's author hides.
        _hidden = [new PathPatterns(options.Hidden, ignoreCase), new PathPatterns(hidden, ignoreCase), new PathPatterns([$"/{ControlFiles.Hidden}", $"/{ControlFiles.ReadOnly}"], ignoreCase)];
        _readOnly = new PathPatterns(options.ReadOnly, ignoreCase);
        _readOnlyInProject = new PathPatterns(readOnly, ignoreCase);
        HasRules = options.Hidden.Count + options.ReadOnly.Count + hidden.Length + readOnly.Length > 0;
        if (HasRules) FindLinks(files, resolver, "");
    }

    /// <summary>Whether anything is kept from agents besides the two control files.</summary>
    public bool HasRules { get; }

    /// <summary>What may be done with a file.</summary>
    /// <param name="relative">Where it stands, or a name through links.</param>
    /// <param name="isFolder">Whether it is a folder.</param>
    public WorkspaceAccess Of(string relative, bool isFolder)
    {
        if (relative.Length == 0) return WorkspaceAccess.ReadWrite;
        if (_links.Count == 0) return OfName(relative, isFolder);
        var access = WorkspaceAccess.ReadWrite;
        foreach (var name in NamesOf(relative)) access = Stricter(access, OfName(name, isFolder));
        return access;
    }

    public static WorkspaceAccess Stricter(WorkspaceAccess left, WorkspaceAccess right) => (WorkspaceAccess)Math.Max((int)left, (int)right);

    private WorkspaceAccess OfName(string name, bool isFolder) =>
        name.Length == 0 ? WorkspaceAccess.ReadWrite
        : Array.Exists(_hidden, patterns => patterns.Covers(name, isFolder)) ? WorkspaceAccess.Hidden
        : _readOnly.Covers(name, isFolder) || _readOnlyInProject.Covers(name, isFolder) ? WorkspaceAccess.ReadOnly
        : WorkspaceAccess.ReadWrite;

    private List<string> NamesOf(string relative)
    {
        var names = new List<string> { relative };
        for (var i = 0; i < names.Count; i++)
        {
            foreach (var (link, target) in _links)
            {
                if (names.Count == MostNames) return names;
                if (RestWithin(names[i], target) is not { } rest || RestWithin(names[i], link) is not null) continue;
                if (!names.Contains(link + rest)) names.Add(link + rest);
            }
        }

        return names;
    }

    private static string? RestWithin(string name, string folder) =>
        folder.Length == 0 ? "/" + name
        : name.StartsWith(folder, StringComparison.Ordinal) && (name.Length == folder.Length || name[folder.Length] == '/') ? name[folder.Length..]
        : null;

    private void FindLinks(IFolderFiles files, PathResolver resolver, string folder)
    {
        foreach (var (name, status) in files.List(folder).OrderBy(entry => entry.Name, StringComparer.Ordinal))
        {
            var relative = folder.Length == 0 ? name : $"{folder}/{name}";
            try
            {
                if (status.Kind == FileKind.Folder) FindLinks(files, resolver, relative);
                else if (status.Kind == FileKind.Link) _links.Add((relative, resolver.Resolve("./" + relative).Relative));
            }
            catch (Exception refused) when (refused is WorkspaceException or IOException or UnauthorizedAccessException)
            {
                // A link that leads out or nowhere names no file of the workspace, and a folder that cannot be read shows none.
            }
        }
    }
}

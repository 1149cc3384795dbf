using System.Globalization;

namespace Tessera.Debugging.Workspaces;

/// <summary>The bytes of files at several times, in a folder of their own.</summary>
internal sealed class KeptFiles : IDisposable
{
    private readonly IFolderFiles _files;
    private readonly string _store;
    private readonly string? _within;
    private readonly Dictionary<string, (FileStamp? Stamp, string Content)> _known = new(StringComparer.Ordinal);
    private int _count;

    public KeptFiles(string root, IFolderFiles files, string? store)
    {
        _files = files;
        _store = store is null ? Directory.CreateTempSubdirectory("tessera-snapshots-").FullName : Directory.CreateDirectory(store).FullName;
        var relative = Path.GetRelativePath(root, PathResolver.RealPath(_store)).Replace(Path.DirectorySeparatorChar, '/');
        _within = relative.StartsWith("../", StringComparison.Ordinal) || Path.IsPathRooted(relative) ? null : relative;
    }

    /// <summary>Whether a place of the folder is the store itself.</summary>
    public bool Holds(string relative) => relative == _within;

    /// <summary>Keeps what stands at a place; null when it is gone meanwhile.</summary>
    public KeptEntry? Keep(string relative, FileStatus status)
    {
        try
        {
            return status.Kind switch
            {
                FileKind.File => new KeptEntry(status, ContentOf(relative, status)),
                FileKind.Link => new KeptEntry(status, _files.TargetOf(relative) ?? throw new LinkMetException()),
                _ => new KeptEntry(status, null),
            };
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException or LinkMetException)
        {
            return null;
        }
    }

    /// <summary>The places at which a state and the present differ, in ordinal order.</summary>
    public IReadOnlyList<string> Differing(Dictionary<string, KeptEntry> state, Dictionary<string, FileStatus> present)
    {
        var differing = new List<string>();
        foreach (var (path, wanted) in state)
        {
            if (!present.TryGetValue(path, out var status) ? wanted.Status.Kind != FileKind.Special : !IsSame(path, wanted, status)) differing.Add(path);
        }

        foreach (var path in present.Keys) if (!state.ContainsKey(path)) differing.Add(path);
        differing.Sort(StringComparer.Ordinal);
        return differing;
    }

    /// <summary>Makes a place what it was; what is of another kind is no longer there.</summary>
    public void PutBack(string relative, KeptEntry wanted)
    {
        if (wanted.Status.Kind == FileKind.Folder) _files.PutFolder(relative);
        else if (wanted.Status.Kind == FileKind.File)
        {
            using var content = OpenKept(wanted.Content!);
            _files.PutFile(relative, content, wanted.Status.Mode);
        }
        else if (wanted.Status.Kind == FileKind.Link)
        {
            _files.Remove(relative);
            _files.PutLink(relative, wanted.Content!);
        }
    }

    public PatchSide? SideOf(KeptEntry kept) => kept.Status.Kind switch
    {
        FileKind.Link => PatchSide.OfLink(kept.Content!),
        FileKind.File => PatchSide.OfFile(kept.Status, () => OpenKept(kept.Content!)),
        _ => null,
    };

    public PatchSide? SideOf(string relative, FileStatus status) => status.Kind switch
    {
        FileKind.Link => PatchSide.OfLink(_files.TargetOf(relative) ?? throw new LinkMetException()),
        FileKind.File => PatchSide.OfFile(status, () => _files.Open(relative)),
        _ => null,
    };

    public void Dispose()
    {
        if (Directory.Exists(_store)) Directory.Delete(_store, recursive: true);
    }

    private bool IsSame(string relative, KeptEntry wanted, FileStatus present)
    {
        if (wanted.Status.Kind != present.Kind) return false;
        if (present.Kind is FileKind.Folder or FileKind.File && present.Mode != wanted.Status.Mode) return false;
        if (present.Kind == FileKind.Link) return _files.TargetOf(relative) == wanted.Content;
        if (present.Kind != FileKind.File) return true;
        if (present.Length != wanted.Status.Length) return false;
        if (_known.TryGetValue(relative, out var known) && known.Stamp is not null && known.Stamp == present.Stamp) return known.Content == wanted.Content || HasContent(relative, wanted.Content!);
        var looked = TimeProvider.System.GetUtcNow();
        if (!HasContent(relative, wanted.Content!)) return false;
        Remember(relative, present, looked, wanted.Content!);
        return true;
    }

    private string ContentOf(string relative, FileStatus status)
    {
        var isKnown = _known.TryGetValue(relative, out var known);
        if (isKnown && known.Stamp is not null && known.Stamp == status.Stamp) return known.Content;
        var looked = TimeProvider.System.GetUtcNow();
        var content = isKnown && HasContent(relative, known.Content) ? known.Content : Copy(relative);
        Remember(relative, status, looked, content);
        return content;
    }

    private string Copy(string relative)
    {
        var content = (++_count).ToString(CultureInfo.InvariantCulture);
        using var source = _files.Open(relative);
        using var target = new FileStream(Path.Join(_store, content), FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        source.CopyTo(target);
        return content;
    }

    private void Remember(string relative, FileStatus status, DateTimeOffset looked, string content) =>
        _known[relative] = (status.Stamp is { } stamp && stamp.IsSettledAt(looked) ? stamp : null, content);

    private bool HasContent(string relative, string content)
    {
        using var present = _files.Open(relative);
        using var kept = OpenKept(content);
        return FileBytes.AreSame(present, kept);
    }

    private FileStream OpenKept(string content) => File.OpenRead(Path.Join(_store, content));
}

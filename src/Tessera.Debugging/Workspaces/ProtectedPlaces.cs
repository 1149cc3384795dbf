using Tessera.Sdk.Workspaces;

namespace Tessera.Debugging.Workspaces;

/// <summary>The files and folders that agents may not change or see, as they stand at one time.</summary>
/// <param name="files">The files.</param>
/// <param name="protection">What may be done with each.</param>
internal sealed class ProtectedPlaces(IFolderFiles files, Protection protection)
{
    private readonly List<string> _readOnly = [];
    private readonly List<string> _hidden = [];

    /// <summary>What is read-only, the outermost of it.</summary>
    public IReadOnlyList<string> ReadOnly => _readOnly;

    /// <summary>What is hidden, the outermost of it.</summary>
    public IReadOnlyList<string> Hidden => _hidden;

    /// <summary>Looks for them. Links are no places; what they lead to is one under its own name.</summary>
    /// <param name="cancellationToken">Ends the search early.</param>
    public void Find(CancellationToken cancellationToken) => Walk("", isReadOnly: false, cancellationToken);

    private void Walk(string folder, bool isReadOnly, CancellationToken cancellationToken)
    {
        foreach (var (name, status) in files.List(folder).OrderBy(entry => entry.Name, StringComparer.Ordinal))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (status.Kind is not (FileKind.File or FileKind.Folder)) continue;
            var path = folder.Length == 0 ? name : $"{folder}/{name}";
            var access = protection.Of(path, status.Kind == FileKind.Folder);
            if (access == WorkspaceAccess.Hidden) _hidden.Add(path);
            else if (access == WorkspaceAccess.ReadOnly && !isReadOnly) _readOnly.Add(path);
            if (status.Kind == FileKind.Folder && access != WorkspaceAccess.Hidden && protection.HasRules) WalkInto(path, isReadOnly || access == WorkspaceAccess.ReadOnly, cancellationToken);
        }
    }

    private void WalkInto(string folder, bool isReadOnly, CancellationToken cancellationToken)
    {
        try
        {
            Walk(folder, isReadOnly, cancellationToken);
        }
        catch (Exception gone) when (gone is LinkMetException or IOException or UnauthorizedAccessException)
        {
            // It was there when its folder was listed, or cannot be read: then programs of the same user cannot read it either.
        }
    }
}

using Tessera.Sdk.Workspaces;

namespace Tessera.Tools.Rewrite;

/// <summary>The edits that can be taken back, the last one first.</summary>
/// <param name="limit">How many are kept, over all files.</param>
internal sealed class EditHistory(int limit)
{
    private readonly List<PastEdit> _edits = [];

    /// <summary>The last edit of a file; null when there is none, or no longer.</summary>
    public PastEdit? LastOf(WorkspacePath path) => _edits.FindLast(edit => edit.Path.Absolute == path.Absolute);

    /// <summary>Takes note of an edit.</summary>
    public void Add(PastEdit edit)
    {
        _edits.Add(edit);
        if (_edits.Count > limit) _edits.RemoveAt(0);
    }

    /// <summary>Forgets an edit that was taken back.</summary>
    public void Remove(PastEdit edit) => _edits.Remove(edit);

    /// <summary>Forgets all edits.</summary>
    public void Clear() => _edits.Clear();
}

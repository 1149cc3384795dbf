using Tessera.Sdk.Diagnostics;

namespace Tessera.Adapters.Library;

/// <summary>
/// The folder of a library, for changing it. Each change is whole or is not made at all, in whatever moment the process dies, and several
/// processes may change one library at once. A library that is already open stays as it was when it was opened.
/// </summary>
/// <remarks>All members throw TESS5304 where another process holds the library for too long, and TESS5305 where it cannot be written.</remarks>
public sealed class LibraryFolder
{
    private readonly string _path;

    private LibraryFolder(string path) => _path = path;

    /// <summary>Names a library, which is made with its first expert.</summary>
    /// <param name="path">The folder.</param>
    /// <returns>The library.</returns>
    public static LibraryFolder At(string path) => new(Path.GetFullPath(path));

    /// <summary>Adds an expert.</summary>
    /// <param name="expert">The expert.</param>
    /// <exception cref="TesseraException">The name is unfit (TESS5303), or there is such an expert (TESS5306).</exception>
    public void Add(ExpertDraft expert)
    {
        ArgumentNullException.ThrowIfNull(expert);
        Change(change => change.Bring(expert.Name, folder => ExpertWriter.Write(folder, expert), expert.Record, takesPlace: false));
    }

    /// <summary>Adds a copy of an adapter, byte for byte, of whatever variant; it is refused only when it is used.</summary>
    /// <param name="name">The name that it gets.</param>
    /// <param name="folder">The folder that PEFT wrote.</param>
    /// <param name="record">Where it comes from; null where nothing is known.</param>
    /// <exception cref="TesseraException">The name is unfit (TESS5303), there is such an expert (TESS5306), or the folder is no adapter's (TESS5010, TESS5001).</exception>
    public void Add(string name, string folder, ExpertRecord? record = null) =>
        Change(change => change.Bring(name, draft => AdapterCopy.Make(folder, draft), record ?? new ExpertRecord(), takesPlace: false));

    /// <summary>Puts other weights in the place of an expert's. What is known of it is replaced, and its scores, which were the old weights', are dropped.</summary>
    /// <param name="expert">The new expert, of the same name.</param>
    /// <exception cref="TesseraException">There is no such expert (TESS5307).</exception>
    public void Replace(ExpertDraft expert)
    {
        ArgumentNullException.ThrowIfNull(expert);
        Change(change => change.Bring(expert.Name, folder => ExpertWriter.Write(folder, expert), expert.Record, takesPlace: true));
    }

    /// <summary>Adds an expert, in the place of one of the same name if there is one, as a work that is done again does.</summary>
    /// <param name="expert">The expert.</param>
    /// <exception cref="TesseraException">The name is unfit (TESS5303), or there is an expert of that name in other case (TESS5306).</exception>
    public void Put(ExpertDraft expert)
    {
        ArgumentNullException.ThrowIfNull(expert);
        Change(change => change.Bring(expert.Name, folder => ExpertWriter.Write(folder, expert), expert.Record, takesPlace: change.Has(expert.Name)));
    }

    /// <summary>Removes an expert.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="TesseraException">There is no such expert (TESS5307).</exception>
    public void Remove(string name) => Change(change => change.Remove(name));

    /// <summary>Renames an expert; those that were made from it know it by its new name.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="newName">The name that it gets.</param>
    /// <exception cref="TesseraException">There is no such expert (TESS5307), or the new name is unfit (TESS5303) or taken (TESS5306).</exception>
    public void Rename(string name, string newName) => Change(change => change.Rename(name, newName));

    /// <summary>Copies an expert with its scores.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="newName">The name of the copy, whose parent the expert is.</param>
    /// <exception cref="TesseraException">There is no such expert (TESS5307), or the new name is unfit (TESS5303) or taken (TESS5306).</exception>
    public void Clone(string name, string newName) => Change(change => change.Clone(name, newName));

    /// <summary>Replaces what is known of an expert; its weights and scores stay.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="record">What is known.</param>
    /// <exception cref="TesseraException">There is no such expert (TESS5307).</exception>
    public void Describe(string name, ExpertRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        Change(change => change.Update(name, known => known with { Record = record }));
    }

    /// <summary>Records scores of an expert; one of the same name, task and split is replaced.</summary>
    /// <param name="name">The expert's name.</param>
    /// <param name="scores">The scores.</param>
    /// <exception cref="TesseraException">There is no such expert (TESS5307).</exception>
    /// <exception cref="ArgumentException">A value is not finite.</exception>
    public void Record(string name, params IReadOnlyList<ExpertScore> scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        if (scores.FirstOrDefault(score => !double.IsFinite(score.Value)) is { } unfit) throw new ArgumentException($"The {unfit.Name} on {unfit.Task} is {unfit.Value}; a finite number is needed.", nameof(scores));
        Change(change => change.Update(name, known => known with { Scores = [.. known.Scores.Where(old => !scores.Any(score => Same(old, score))), .. scores] }));
    }

    private static bool Same(ExpertScore one, ExpertScore other) => (one.Name, one.Task, one.Split) == (other.Name, other.Task, other.Split);

    private void Change(Action<LibraryChange> change)
    {
        using var held = LibraryLock.ForChange(_path);
        var changed = new LibraryChange(_path);
        change(changed);
    }
}

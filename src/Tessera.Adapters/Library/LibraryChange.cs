using Tessera.Sdk.Diagnostics;

namespace Tessera.Adapters.Library;

/// <summary>
/// One change of a library, whose lock the caller holds. Folders move first and the index follows: what the index says of weights that are
/// not there any more is known by its hash.
/// </summary>
internal sealed class LibraryChange(string library)
{
    private readonly LibraryIndex _index = LibraryIndex.Read(library);

    public bool Has(string name) => ExpertNames.AreFit(name) && File.Exists(Path.Combine(Place(name), AdapterConfig.FileName));

    public void Bring(string name, Action<string> write, ExpertRecord record, bool takesPlace)
    {
        if (takesPlace) RequireThere(name);
        else RequireFree(name);
        var draft = LibraryLayout.NewDraft(library);
        write(draft);
        var hash = ExpertHash.Of(draft);
        if (takesPlace) Directory.Move(Place(name), Path.Combine(Directory.CreateDirectory(LibraryLayout.Outgoing(library)).FullName, name));
        Directory.Move(draft, Place(name));
        _index.Experts[name] = new IndexedExpert(hash, record, []);
        _index.Write(library);
        LibraryRecovery.Run(library);
    }

    public void Remove(string name)
    {
        RequireThere(name);
        Directory.Move(Place(name), LibraryLayout.NewDraft(library));
        _index.Experts.Remove(name);
        _index.Write(library);
        LibraryRecovery.Run(library);
    }

    public void Rename(string name, string newName)
    {
        RequireThere(name);
        RequireFree(newName, except: name);
        Directory.Move(Place(name), Place(newName));
        if (_index.Experts.Remove(name, out var known)) _index.Experts[newName] = known;
        foreach (var (child, expert) in _index.Experts.Where(pair => pair.Value.Record.Parents.Contains(name)).ToList())
            _index.Experts[child] = expert with { Record = expert.Record with { Parents = [.. expert.Record.Parents.Select(parent => parent == name ? newName : parent)] } };
        _index.Write(library);
    }

    public void Clone(string name, string newName)
    {
        RequireThere(name);
        RequireFree(newName);
        var draft = LibraryLayout.NewDraft(library);
        AdapterCopy.Make(Place(name), draft);
        var known = Known(name);
        Directory.Move(draft, Place(newName));
        _index.Experts[newName] = known with { Record = known.Record with { Parents = [name] } };
        _index.Write(library);
    }

    public void Update(string name, Func<IndexedExpert, IndexedExpert> update)
    {
        RequireThere(name);
        _index.Experts[name] = update(Known(name));
        _index.Write(library);
    }

    // Weights that came to lie there by other ways are an expert of which nothing is known, scores of the old ones least of all.
    private IndexedExpert Known(string name)
    {
        var hash = ExpertHash.Of(Place(name));
        var known = _index.Experts.GetValueOrDefault(name) ?? new IndexedExpert(hash, new ExpertRecord(), []);
        return known.Hash == hash ? known : known with { Hash = hash, Scores = [] };
    }

    private string Place(string name) => Path.Combine(library, name);

    private void RequireThere(string name)
    {
        ExpertNames.Check(name, library);
        if (!Has(name))
            throw new TesseraException(Diagnostic.Error("TESS5307", $"There is no expert '{name}' in the library.", new SourceLocation(library), NearestName.Suggest(name, ExpertFolders.In(library).Select(folder => Path.GetFileName(folder)!))));
    }

    // Some systems would take two names that differ only in case for one.
    private void RequireFree(string name, string? except = null)
    {
        ExpertNames.Check(name, library);
        var taken = Directory.EnumerateFileSystemEntries(library).Select(path => Path.GetFileName(path)!).FirstOrDefault(other => other != except && string.Equals(other, name, StringComparison.OrdinalIgnoreCase));
        if (taken is not null)
            throw new TesseraException(Diagnostic.Error("TESS5306", $"The library already has '{taken}'.", new SourceLocation(library), "Choose another name, or replace or remove the expert that bears it."));
    }
}

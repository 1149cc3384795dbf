using Tessera.Models.Table.Json;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Models.Table.Tables;

/// <summary>Gathers what is wrong with a table, so that all of it is said at once.</summary>
internal sealed class TableFaults(JsonSource source)
{
    // A file with more faults than this is broken as a whole; the first ones say how.
    private const int Most = 20;

    private readonly List<Diagnostic> _faults = [];

    public void Structure(int offset, string path, string message, string remedy = "docs/table-model.md describes the format.") => Add("TESS6003", offset, path, message, remedy);

    public void Probabilities(int offset, string path, string message) =>
        Add("TESS6004", offset, path, message, "The probabilities of a row are from 0 to 1 and sum to 1.");

    public void Text(int offset, string path, string message, string remedy) => Add("TESS6005", offset, path, message, remedy);

    /// <summary>An object's members, each name once.</summary>
    public IReadOnlyList<JsonMember> Distinct(JsonItem item, string path)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        return [.. item.Members.Where(member =>
        {
            var isNew = names.Add(member.Name);
            if (!isNew) Structure(member.Offset, path, $"'{member.Name}' stands here for the second time.");
            return isNew;
        })];
    }

    /// <exception cref="TesseraException">Something is wrong.</exception>
    public void ThrowIfAny()
    {
        if (_faults.Count > 0) throw new TesseraException(_faults);
    }

    private void Add(string id, int offset, string path, string message, string remedy)
    {
        _faults.Add(Diagnostic.Error(id, message, source.Place(offset, path), remedy));
        if (_faults.Count == Most) throw new TesseraException(_faults);
    }
}

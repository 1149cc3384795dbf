using Tessera.Pipelines.Yaml;

namespace Tessera.Pipelines.Loading;

/// <summary>Finds inputs that could never be put in their places: those that refer to themselves, over others or directly, and those that refer to others over too many levels.</summary>
internal sealed class InputCircles
{
    // Whoever puts inputs in their places goes down a level for each.
    private const int MostLevels = 50;

    private readonly LoadContext _context;
    private readonly Dictionary<string, int> _levels = new(StringComparer.Ordinal);
    private bool _isTold;

    private InputCircles(LoadContext context) => _context = context;

    public static void Refuse(LoadContext context)
    {
        var circles = new InputCircles(context);
        foreach (var name in context.Inputs.Keys) circles.Follow(name, []);
    }

    /// <summary>Over how many levels an input refers to others, itself included.</summary>
    private int Follow(string name, List<string> path)
    {
        if (path.IndexOf(name) is >= 0 and var first)
        {
            var circle = path[first..];
            if (circle.TrueForAll(_context.CircularInputs.Add))
                _context.Fail("TESS3032", $"These inputs refer to each other: {string.Join(" -> ", [.. circle, name])}.", _context.Inputs[name].KeyPlace, "Remove one of the references.");
            return 0;
        }

        if (_levels.TryGetValue(name, out var known)) return known;
        if (!_context.Inputs.TryGetValue(name, out var input)) return 0;
        if (path.Count > MostLevels) return MostLevels + 1;
        path.Add(name);
        var levels = 1;
        foreach (var other in InputsIn(input.Value)) levels = Math.Max(levels, 1 + Follow(other, path));
        path.RemoveAt(path.Count - 1);
        if (levels > MostLevels) RefuseDeep(name);
        return _levels[name] = levels;
    }

    private void RefuseDeep(string name)
    {
        _context.CircularInputs.Add(name);
        if (_isTold) return;
        _isTold = true;
        _context.Fail("TESS3035", $"The input '{name}' refers to others, and they to others, over more than {MostLevels} levels.", _context.Inputs[name].KeyPlace, "Let inputs refer to fewer others.");
    }

    private static IEnumerable<string> InputsIn(YamlNode node) => node switch
    {
        YamlScalar scalar => Reference.Parse(scalar.Text, out _).OfType<Reference>().Where(reference => reference.IsInput).Select(reference => reference.Property!).Distinct(),
        YamlList list => list.Items.SelectMany(InputsIn),
        YamlMap map => map.Entries.SelectMany(entry => InputsIn(entry.Value)),
        _ => [],
    };
}

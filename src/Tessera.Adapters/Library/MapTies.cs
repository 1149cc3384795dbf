using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Tensors.Experts;

namespace Tessera.Adapters.Library;

/// <summary>
/// Ties maps that have the same input, such as q, k and v of a layer: those below the same part of the model whose last names stand in
/// one list get one <see cref="LinearMap.TieGroup"/>.
/// </summary>
internal static class MapTies
{
    /// <exception cref="TesseraException">A name is in no map or in several lists, or tied maps have inputs of different widths (TESS5017).</exception>
    public static IReadOnlyList<LinearMap> Apply(IReadOnlyList<LinearMap> maps, IReadOnlyList<IReadOnlyList<string>> ties, string folder)
    {
        var lists = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var list in ties)
        foreach (var name in list)
        {
            if (!lists.TryAdd(name, list)) throw Unfit($"'{name}' is tied twice.", folder, "Name each map in one list.");
            var names = maps.Select(map => LastName(map.Name)).ToList();
            if (!names.Contains(name, StringComparer.Ordinal)) throw Unfit($"No map's last name is '{name}'.", folder, NearestName.Suggest(name, names));
        }

        IReadOnlyList<LinearMap> tied = [.. maps.Select(map => lists.TryGetValue(LastName(map.Name), out var list) ? map with { TieGroup = Parent(map.Name) + string.Join('|', list) } : map)];
        foreach (var group in tied.Where(map => map.TieGroup is not null).GroupBy(map => map.TieGroup))
        {
            if (group.FirstOrDefault(map => map.InputSize != group.First().InputSize) is { } other)
                throw Unfit(
                    $"{group.First().Name} and {other.Name} are tied, and their inputs are {group.First().InputSize} and {other.InputSize} wide.", folder, "Tie only maps that have the same input.");
        }

        return tied;
    }

    private static string LastName(string map) => map[(map.LastIndexOf('.') + 1)..];

    private static string Parent(string map) => map[..(map.LastIndexOf('.') + 1)];

    private static TesseraException Unfit(string message, string folder, string remedy) => new(Diagnostic.Error("TESS5017", message, new SourceLocation(folder), remedy));
}

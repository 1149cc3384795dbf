using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Randomness;

namespace Tessera.Adapters.Tasks;

/// <summary>Chooses tasks to hold out, some of each family that is large enough.</summary>
/// <param name="PerFamily">How many of a family are held out.</param>
/// <param name="LeastFamilySize">How many tasks a family has at least, so that some of it are held out.</param>
internal sealed record HeldOutChoice(int PerFamily, int LeastFamilySize)
{
    /// <summary>Chooses.</summary>
    /// <param name="tasks">The tasks; those without a family are never chosen.</param>
    /// <param name="seed">The origin of the choice. What is chosen of a family depends on its own tasks alone.</param>
    /// <param name="folder">Where the tasks lie, for what is said of them.</param>
    /// <returns>The names of the chosen tasks, sorted (ordinal).</returns>
    /// <exception cref="TesseraException">No family is large enough (TESS5515).</exception>
    public IReadOnlyList<string> Make(IReadOnlyList<LanguageTask> tasks, Seed seed, string folder)
    {
        var families = tasks.Where(task => task.Family.Length > 0).GroupBy(task => task.Family, task => task.Name, StringComparer.Ordinal).ToList();
        var large = families.FindAll(family => family.Count() >= LeastFamilySize);
        if (large.Count == 0)
            throw new TesseraException(Diagnostic.Error(
                "TESS5515", $"No family has {LeastFamilySize} tasks of which {PerFamily} could be held out; the largest of {families.Count} has {families.Select(family => family.Count()).DefaultIfEmpty().Max()}.",
                new SourceLocation(folder), "Set leastFamilySize to less, or name the tasks under heldOut."));
        return [.. large.SelectMany(family => Shuffled(family, seed.Derive(family.Key)).Take(PerFamily)).Order(StringComparer.Ordinal)];
    }

    private static string[] Shuffled(IEnumerable<string> names, Seed seed)
    {
        var order = names.Order(StringComparer.Ordinal).ToArray();
        seed.CreateRandom().Shuffle(order);
        return order;
    }
}

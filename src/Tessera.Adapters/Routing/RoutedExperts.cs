using Tessera.Sdk.Randomness;
using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Routing;

namespace Tessera.Adapters.Routing;

/// <summary>All maps of a library behind one router: maps that are tied share one routing, the others have one each.</summary>
public sealed class RoutedExperts : IDisposable
{
    private RoutedExperts(IReadOnlyList<RoutedGroup> groups, int expertCount) => (Groups, ExpertCount) = (groups, expertCount);

    /// <summary>How many experts the library has.</summary>
    public int ExpertCount { get; }

    /// <summary>The groups of maps, in the order in which the library lists the first map of each.</summary>
    public IReadOnlyList<RoutedGroup> Groups { get; }

    /// <summary>Prepares a router for each group of maps. The factors of one group are in memory at a time, beside what is packed.</summary>
    /// <param name="router">The router.</param>
    /// <param name="library">The experts.</param>
    /// <param name="tasks">The tasks' names, where they are known.</param>
    /// <param name="seed">The origin of the router's random choices, from which each group gets its own.</param>
    /// <returns>The groups, which the caller disposes of.</returns>
    /// <exception cref="ArgumentException">Maps are tied whose inputs are of different widths.</exception>
    public static RoutedExperts Prepare(IRouter router, IExpertLibrary library, IReadOnlyList<string> tasks, Seed seed)
    {
        ArgumentNullException.ThrowIfNull(library);
        var groups = new List<RoutedGroup>();
        try
        {
            // A map that is not tied is a group of its own, even where a group bears the map's name.
            foreach (var group in Enumerable.Range(0, library.Maps.Count).GroupBy(map => (library.Maps[map].TieGroup, library.Maps[map].TieGroup is null ? map : -1)))
                groups.Add(Prepare(router, library, [.. group], new RoutingContext { Tasks = tasks, Experts = library.Experts, Seed = seed.Derive(group.Key.TieGroup ?? library.Maps[group.First()].Name) }));
            return new RoutedExperts(groups, library.Experts.Count);
        }
        catch
        {
            foreach (var group in groups) group.Dispose();
            throw;
        }
    }

    /// <summary>Disposes of the groups.</summary>
    public void Dispose()
    {
        foreach (var group in Groups) group.Dispose();
    }

    private static RoutedGroup Prepare(IRouter router, IExpertLibrary library, IReadOnlyList<int> maps, RoutingContext context)
    {
        var banks = new List<ExpertBank>();
        try
        {
            foreach (var map in maps) banks.Add(ExpertBank.Read(library, map));
            return RoutedGroup.Prepare(router, banks, context);
        }
        finally
        {
            foreach (var bank in banks) bank.Dispose();
        }
    }
}

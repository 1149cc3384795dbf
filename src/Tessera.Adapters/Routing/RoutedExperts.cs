using Tessera.Sdk.Randomness;
using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Routing;
using TorchSharp;

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
    /// <param name="trained">
    /// The routing that the library was trained with, which stays the caller's; <paramref name="tasks"/> are then its tasks. Null for none.
    /// </param>
    /// <returns>The groups, which the caller disposes of.</returns>
    /// <exception cref="ArgumentException">Maps are tied whose inputs are of different widths, or the trained routing is of other tasks or other groups of maps.</exception>
    public static RoutedExperts Prepare(IRouter router, IExpertLibrary library, IReadOnlyList<string> tasks, Seed seed, TrainedRouting? trained = null)
    {
        ArgumentNullException.ThrowIfNull(library);
        ArgumentNullException.ThrowIfNull(tasks);
        if (trained is not null && !trained.Tasks.SequenceEqual(tasks, StringComparer.Ordinal))
            throw new ArgumentException($"The routing was trained on {trained.Tasks.Count} tasks, and is asked for other ones or in another order.", nameof(tasks));
        var groups = new List<RoutedGroup>();
        try
        {
            // A map that is not tied is a group of its own, even where a group bears the map's name.
            foreach (var group in Enumerable.Range(0, library.Maps.Count).GroupBy(map => (library.Maps[map].TieGroup, library.Maps[map].TieGroup is null ? map : -1)))
            {
                var first = library.Maps[group.First()].Name;
                groups.Add(Prepare(router, library, [.. group], new RoutingContext
                {
                    Tasks = tasks, Experts = library.Experts, Seed = seed.Derive(group.Key.TieGroup ?? first), State = trained is null ? null : StateOf(trained, first),
                }));
            }

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

    private static IReadOnlyDictionary<string, torch.Tensor> StateOf(TrainedRouting trained, string group) =>
        trained.State.GetValueOrDefault(group) ?? throw new ArgumentException($"The trained routing has no state for {group}.", nameof(trained));

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

using Tessera.Sdk.Tensors.Experts;

namespace Tessera.Adapters.Routing;

/// <summary>Which rows of packed factors are whose.</summary>
internal sealed class ExpertLayout
{
    public ExpertLayout(ExpertBank bank)
    {
        Ranks = [.. bank.Factors.Select(factors => factors?.Rank ?? 0)];
        Starts = new int[bank.Count];
        for (var expert = 1; expert < bank.Count; expert++) Starts[expert] = Starts[expert - 1] + Ranks[expert - 1];
        Owners = [.. Ranks.SelectMany((rank, expert) => Enumerable.Repeat((long)expert, rank))];
        Places = [.. Ranks.SelectMany(rank => Enumerable.Range(0, rank)).Select(place => (long)place)];
        Scalings = [.. bank.Factors.Select(factors => factors?.Scaling ?? 0)];
        MostRank = Ranks.DefaultIfEmpty(0).Max();
    }

    /// <summary>How many experts there are.</summary>
    public int Count => Ranks.Length;

    /// <summary>The rank of each expert, 0 for one that leaves the map alone.</summary>
    public int[] Ranks { get; }

    /// <summary>The first row of each expert.</summary>
    public int[] Starts { get; }

    /// <summary>The expert of each row.</summary>
    public long[] Owners { get; }

    /// <summary>The place of each row within its expert.</summary>
    public long[] Places { get; }

    /// <summary>The scaling of each expert.</summary>
    public double[] Scalings { get; }

    /// <summary>The largest rank, R.</summary>
    public int MostRank { get; }
}

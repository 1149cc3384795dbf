namespace Tessera.Optimizers.Dln.Search;

/// <summary>How a race among candidates ended.</summary>
/// <param name="Survivors">The indices of those that were scored on all examples, the current prompt's first.</param>
/// <param name="Scores">Their scores, by example and path.</param>
/// <param name="Candidates">How many began.</param>
/// <param name="Saved">How many scores were not asked for.</param>
internal sealed record RaceResult(IReadOnlyList<int> Survivors, double[][][] Scores, int Candidates, int Saved)
{
    /// <summary>What belongs to the survivors.</summary>
    public IReadOnlyList<string> Pick(IReadOnlyList<string> all) => [.. Survivors.Select(index => all[index])];

    /// <summary>The survivors' numbers among those of all, NaN for the others.</summary>
    public IReadOnlyList<double> Spread(IReadOnlyList<double> numbers)
    {
        var all = Enumerable.Repeat(double.NaN, Candidates).ToArray();
        foreach (var (index, number) in Survivors.Zip(numbers)) all[index] = number;
        return all;
    }
}

namespace Tessera.Adapters.Evaluation.Observing;

/// <summary>How a method routed some examples of each task.</summary>
/// <param name="Method">The method.</param>
/// <param name="Groups">The groups of maps, each by its first map, in the order of the library.</param>
/// <param name="Tasks">The tasks.</param>
/// <param name="Experts">The experts.</param>
/// <param name="Weights">The mean weight, over tokens, of each expert: by task, then by group.</param>
internal sealed record RoutingView(string Method, IReadOnlyList<string> Groups, IReadOnlyList<string> Tasks, IReadOnlyList<string> Experts, IReadOnlyList<IReadOnlyList<double[]>> Weights)
{
    /// <summary>The mean weight of an expert for a task over the groups.</summary>
    public double WeightOf(int task, int expert) => Weights[task].Average(group => group[expert]);

    /// <summary>How evenly a group's weight for a task is spread: the entropy of the shares, divided by that of equal ones; from 0, one expert, to 1.</summary>
    public double SpreadOf(int task, int group)
    {
        var weights = Weights[task][group].Select(Math.Abs).ToList();
        var whole = weights.Sum();
        if (weights.Count < 2 || whole == 0) return 0;
        return weights.Select(weight => weight / whole).Where(share => share > 0).Sum(share => -share * Math.Log(share)) / Math.Log(weights.Count);
    }
}

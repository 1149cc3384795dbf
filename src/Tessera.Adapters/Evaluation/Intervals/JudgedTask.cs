namespace Tessera.Adapters.Evaluation.Intervals;

/// <summary>What methods got for the examples of one task.</summary>
/// <param name="Name">The task.</param>
/// <param name="Weight">How much the task counts; weights need not sum up to 1.</param>
/// <param name="Values">For each method, the value of each example, times <paramref name="Weight"/>.</param>
internal sealed record JudgedTask(string Name, double Weight, IReadOnlyList<double[]> Values)
{
    /// <summary>How many examples there are.</summary>
    public int Count => Values[0].Length;

    /// <summary>A task that counts as much as any other.</summary>
    public static JudgedTask Of(string name, IReadOnlyList<double[]> values) => new(name, 1, values);
}

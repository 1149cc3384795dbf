using Tessera.Sdk.Prompts;

namespace Tessera.Language.PromptTasks;

/// <summary>Picks examples from the classes in turn, without picking one twice; a class that has no more is passed over.</summary>
internal static class BalancedSelection
{
    /// <summary>Picks examples.</summary>
    /// <param name="examples">Whence; all of them, as they stand, where there are no more than are wanted.</param>
    /// <param name="count">How many; null for all.</param>
    /// <param name="random">Decides which, and which class begins.</param>
    public static IReadOnlyList<Example> Take(IReadOnlyList<Example> examples, int? count, NumpyRandomState random)
    {
        if (count is not { } wanted || wanted >= examples.Count) return examples;
        var pools = examples.GroupBy(example => example.Target, StringComparer.Ordinal).Select(pool => new Queue<Example>(random.Permute(pool))).ToList();
        var order = random.Permute(pools);
        var picked = new List<Example>(wanted);
        for (var turn = 0; picked.Count < wanted; turn++)
        {
            if (order[turn % order.Length].TryDequeue(out var example)) picked.Add(example);
        }

        return picked;
    }
}

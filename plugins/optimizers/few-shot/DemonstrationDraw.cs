using Tessera.Optimizers.Search;
using Tessera.Sdk.Prompts;
using Tessera.Sdk.Randomness;

namespace Tessera.Optimizers.FewShot;

/// <summary>Draws demonstrations without replacement.</summary>
internal sealed class DemonstrationDraw(OptimizationTask task, bool balanced)
{
    /// <summary>What may be demonstrated: training examples, each input once, and none that is measured by as a validation example.</summary>
    public IReadOnlyList<Example> Examples { get; } =
        [.. task.Training.ExceptBy(task.Validation.Select(example => example.Input), example => example.Input, PromptText.Comparer)];

    public IReadOnlyList<Example> Draw(int count, Seed seed)
    {
        if (!balanced) return Examples.Draw(count, seed);
        // The targets' order is drawn, too: which of them are shown once more is chance. In the end all are shuffled, so that no order of targets is a pattern.
        var byTarget = Examples.GroupBy(example => example.Target, StringComparer.Ordinal).Select(group => group.ToList()).ToArray();
        seed.Derive("targets").CreateRandom().Shuffle(byTarget);
        var shuffled = byTarget.Select((group, index) => group.Draw(group.Count, seed.Derive("target", index))).ToList();
        var inTurn = Enumerable.Range(0, Examples.Count).SelectMany(turn => shuffled.Where(group => turn < group.Count).Select(group => group[turn]));
        return inTurn.Take(count).ToList().Draw(count, seed.Derive("order"));
    }
}

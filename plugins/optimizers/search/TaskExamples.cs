using Tessera.Sdk.Prompts;
using Tessera.Sdk.Randomness;

namespace Tessera.Optimizers.Search;

/// <summary>What the examples of a task are used for.</summary>
internal static class TaskExamples
{
    /// <summary>Some of the training examples for the whole run, in their own order, so that all prompts are compared on the same.</summary>
    public static IReadOnlyList<Example> TrainingSample(this OptimizationTask task, int count) =>
        [.. Drawn(task.Training.Count, count, task.Seed.Derive("sample")).Order().Select(index => task.Training[index])];

    /// <summary>Some examples, without replacement, in the order in which they were drawn.</summary>
    public static IReadOnlyList<Example> Draw(this IReadOnlyList<Example> examples, int count, Seed seed) =>
        [.. Drawn(examples.Count, count, seed).Select(index => examples[index])];

    /// <summary>Examples as templates show them: <c>input</c>, and as <c>answer</c> the target, or of a class the text that usually stands for it.</summary>
    public static List<Dictionary<string, object?>> Describe(this IEnumerable<Example> examples, PromptLayer layer) =>
        [.. examples.Select(example => new Dictionary<string, object?>
        {
            ["input"] = example.Input,
            ["answer"] = layer.Classes.FirstOrDefault(answer => answer.Label == example.Target)?.Verbalizers[0].Trim() ?? example.Target,
        })];

    private static IEnumerable<int> Drawn(int among, int count, Seed seed)
    {
        var indices = Enumerable.Range(0, among).ToArray();
        seed.CreateRandom().Shuffle(indices);
        return indices.Take(count);
    }
}

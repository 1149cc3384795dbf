using Tessera.Sdk.Prompts;

namespace Tessera.Language.PromptTasks;

/// <summary>
/// A task of BIG-Bench-Hard (arXiv 2210.09261), tested on its 250 examples; one half of what BIG-bench has besides is for training,
/// the other for validation.
/// </summary>
/// <param name="name">Its name in options.</param>
/// <param name="file">The name of its files, without the ending.</param>
/// <param name="instruction">What is asked.</param>
/// <param name="labels">The classes among which answers are.</param>
internal sealed class BigBenchTask(string name, string file, string instruction, IReadOnlyList<string> labels) : PromptTask(name, instruction, labels)
{
    private const int MostOfEach = 1000;

    /// <summary>Whether the training examples are validated on, too, because there are few others.</summary>
    public bool ValidatesOnTraining { get; init; }

    private bool HasLetters => Labels[0] == OptionQuestion.Letter(0);

    public override async Task<TaskSplits> ReadAsync(string folder, uint seed, CancellationToken cancellationToken)
    {
        var rows = await BigBenchFile.ReadAsync(Path.Combine(folder, "prompt-tasks", "bb_minus_bbh", file + ".json"), Check, cancellationToken).ConfigureAwait(false);
        var test = await BigBenchFile.ReadAsync(Path.Combine(folder, "bbh", file + ".json"), Check, cancellationToken).ConfigureAwait(false);
        var half = rows.Count / 2;
        var (trained, validated) = (Math.Min(half, MostOfEach), Math.Min(rows.Count - half, MostOfEach));

        // BIG-bench puts the right option first; each row's options are shuffled by the generator that shuffled the rows, in their new order.
        var random = new NumpyRandomState(PublishedSeed);
        random.Shuffle(rows);
        var taken = rows.Take(trained + validated).Select(row => HasLetters ? OptionQuestion.Parse(row).Shuffled(random).ToExample() : row).ToList();
        var training = taken[..trained];
        return new TaskSplits(training, ValidatesOnTraining ? taken : taken[trained..], test);
    }

    private void Check(Example example)
    {
        if (HasLetters) OptionQuestion.Parse(example);
        if (!Labels.Contains(example.Target)) throw new FormatException($"The target '{example.Target}' is none of {string.Join(", ", Labels)}.");
    }
}

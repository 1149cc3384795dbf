using Tessera.Sdk.Prompts;

namespace Tessera.Language.PromptTasks;

/// <summary>A classification of sentences in the files of Fantastically Ordered Prompts (arXiv 2104.08786), where labels are numbers.</summary>
/// <param name="name">Its name in options, and that of its folder.</param>
/// <param name="instruction">What is asked.</param>
/// <param name="labels">The classes in the order of their numbers.</param>
internal sealed class SentenceTask(string name, string instruction, IReadOnlyList<string> labels) : PromptTask(name, instruction, labels)
{
    private const int TrainingExamples = 1000;
    private const int TestExamples = 250;

    public override async Task<TaskSplits> ReadAsync(string folder, uint seed, CancellationToken cancellationToken)
    {
        var training = await ReadFileAsync(folder, "train", cancellationToken).ConfigureAwait(false);
        var validation = await ReadFileAsync(folder, "dev_subsample", cancellationToken).ConfigureAwait(false);
        var test = await ReadFileAsync(folder, "test", cancellationToken).ConfigureAwait(false);

        // One generator chooses from both files, the training's first.
        var random = new NumpyRandomState(PublishedSeed);
        return new TaskSplits(Choose(training, TrainingExamples, random), validation, Choose(test, TestExamples, random));
    }

    private static List<Example> Choose(List<Example> examples, int count, NumpyRandomState random) =>
        [.. random.Choose(examples.Count, count).Select(index => examples[index])];

    private async Task<List<Example>> ReadFileAsync(string folder, string split, CancellationToken cancellationToken)
    {
        var file = new TaskFile(Path.Combine(folder, "prompt-tasks", Name, split + ".jsonl"));
        var options = string.Concat(Labels.Select(label => "\n- " + label));
        var examples = new List<Example>();
        foreach (var (index, line) in (await file.ReadAsync(cancellationToken).ConfigureAwait(false)).Split('\n').Index())
        {
            if (string.IsNullOrWhiteSpace(line)) continue;
            using var row = file.Parse(line, index + 1);
            try
            {
                examples.Add(new Example(TaskFile.TextOf(row.RootElement, "sentence") + "\nOptions:" + options, LabelOf(TaskFile.TextOf(row.RootElement, "label"))));
            }
            catch (FormatException fault)
            {
                throw file.Malformed(fault.Message, index + 1, column: 1, cause: fault);
            }
        }

        return examples.Count > 0 ? examples : throw file.Malformed("The file has no rows.");
    }

    private string LabelOf(string written)
    {
        var label = Enumerable.Range(0, Labels.Count).FirstOrDefault(index => index.ToString(System.Globalization.CultureInfo.InvariantCulture) == written, -1);
        return label >= 0 ? Labels[label] : throw new FormatException($"The label '{written}' is no number from 0 to {Labels.Count - 1}.");
    }
}

using System.Globalization;
using Tessera.Language.PromptTasks;
using Tessera.Sdk.Prompts;

namespace Tessera.Language.Tests.PromptTasks;

/// <summary>The splits are those that the loader of Deep Language Networks makes of the same files, row for row.</summary>
public sealed class PublishedSplitsTests
{
    [Theory]
    [InlineData("navigate", 375, "7a6809898c1abcb4", 375, "05f726f6da750b3a", 250, "1a800f20028fcdd6", "a9199c2ab079a2cc")]
    [InlineData("date-understanding", 59, "fdde84241b29d9f8", 119, "97797c38c372fb21", 250, "16d0a9e7fd310fca", "0f7a91a6966cfea4")]
    [InlineData("logical-deduction-seven-objects", 225, "f6a4095ab11951ae", 225, "c4627361dd45148c", 250, "5c7c59f3363aa1a9", "f7a6575d0c443790")]
    [InlineData("mpqa", 1000, "18168bc660a55746", 256, "623860d3287efd61", 250, "0fb221bce14e0b46", "ee00a10c92ad90ee")]
    [InlineData("trec", 1000, "e3d0ab00c5340bb7", 256, "91dbbdf6139ec848", 250, "4fed0e9da6f2c680", "4a9e6b0ce1356e21")]
    [InlineData("subj", 1000, "cb83d9ef87cd1a17", 256, "d6931c1d4a54a163", 250, "09072a4eaa6eb109", "7877a25cea53f7c2")]
    public async Task They_have_the_published_fingerprints(string name, int trainingCount, string training, int validationCount, string validation, int testCount, string test, string batch)
    {
        var task = KnownPromptTasks.Find(name);
        var splits = await task.ReadAsync(SharedData.Require("data"), PromptTask.PublishedSeed, CancellationToken.None);
        (splits.Training.Count, splits.Validation.Count, splits.Test.Count).Should().Be((trainingCount, validationCount, testCount));
        ExampleFingerprint.Of(AsPublished(task, splits.Training)).Should().Be(training);
        ExampleFingerprint.Of(AsPublished(task, splits.Validation)).Should().Be(validation);
        ExampleFingerprint.Of(AsPublished(task, splits.Test)).Should().Be(test);
        ExampleFingerprint.Of(BalancedSelection.Take(splits.Training, 20, new NumpyRandomState(42))).Should().Be(batch, "that is the first balanced batch of 20");
    }

    [Theory]
    [InlineData("date-understanding", "date_understanding")]
    [InlineData("logical-deduction-seven-objects", "logical_deduction_seven_objects")]
    [InlineData("hyperbaton", "hyperbaton")]
    public async Task A_question_with_options_is_written_as_it_was_read(string name, string file)
    {
        var read = await BigBenchFile.ReadAsync(SharedData.Require($"data/bbh/{file}.json"), _ => { }, CancellationToken.None);
        read.Should().HaveCount(250);
        read.Select(example => OptionQuestion.Parse(example).ToExample()).Should().Equal(read);
        read.Should().OnlyContain(example => KnownPromptTasks.Find(name).Labels.Contains(example.Target));
    }

    // The published rows of sentences name their classes by number; batches, and our files, by their words.
    private static IEnumerable<Example> AsPublished(PromptTask task, IEnumerable<Example> examples) =>
        task is SentenceTask ? examples.Select(example => example with { Target = task.Labels.ToList().IndexOf(example.Target).ToString(CultureInfo.InvariantCulture) }) : examples;
}

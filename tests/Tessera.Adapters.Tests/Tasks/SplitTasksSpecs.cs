using System.Text.Json;
using Tessera.Adapters.Steps;
using Tessera.Adapters.Tasks;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Findings;
using Tessera.Sdk.Randomness;

namespace Tessera.Adapters.Tests.Tasks;

/// <summary>I can hold tasks out, by name or by chance, and am told at once where a split cannot be made.</summary>
public sealed class SplitTasksSpecs : IDisposable
{
    private readonly PairFolder _folder = new();
    private readonly RecordingContext _context = new();

    public SplitTasksSpecs()
    {
        foreach (var name in (string[])["verb_1", "verb_2", "verb_3", "verb_4"]) _folder.Add(name, "verbs", 'a', 'b');
        foreach (var name in (string[])["noun_1", "noun_2"]) _folder.Add(name, "nouns", 'b', 'a');
        _folder.Add("alone", "", 'a', 'b');
    }

    public void Dispose()
    {
        _folder.Dispose();
        _context.Dispose();
    }

    [Fact]
    public async Task I_can_name_the_tasks_that_are_held_out()
    {
        var split = await SplitAsync(options => options.HeldOut = ["verb_2", "noun_*"]);

        split.HeldOut.Should().Equal("noun_1", "noun_2", "verb_2");
        split.Training.Should().Equal("alone", "verb_1", "verb_3", "verb_4");
        _context.Metrics.Should().Contain("tasks", 7).And.Contain("heldOut", 3).And.Contain("families", 2);
    }

    [Fact]
    public async Task Training_and_test_examples_are_the_first_and_the_last_ones()
    {
        var split = await SplitAsync(options => (options.TrainingExamples, options.TestExamples) = (7, 2));

        var whole = TaskFolder.Read(_folder.Path, ["verb_1"])[0].Examples;
        var task = split.ReadTraining().Single(candidate => candidate.Name == "verb_1");
        task.Training.Should().BeEquivalentTo(whole.Take(7), strict => strict.WithStrictOrdering());
        task.Test.Should().BeEquivalentTo(whole.Skip(10), strict => strict.WithStrictOrdering());
        task.Family.Should().Be("verbs");
    }

    [Fact]
    public async Task I_can_stop_it_while_it_reads()
    {
        var step = new SplitTasksStep(new SplitTasksOptions { Tasks = _folder.Path, TrainingExamples = 4, TestExamples = 2, HeldOut = ["verb_1"] });

        var stopped = () => step.RunAsync(_context, new CancellationToken(canceled: true));

        await stopped.Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task The_seed_chooses_some_tasks_of_each_family_that_is_large_enough()
    {
        var chosen = new HashSet<string>();
        for (var seed = 0; seed < 20; seed++)
        {
            var tasks = TaskFolder.Read(_folder.Path);
            var heldOut = new HeldOutChoice(1, 4).Make(tasks, new Seed((ulong)seed), _folder.Path);
            heldOut.Should().ContainSingle().Which.Should().StartWith("verb_");
            heldOut.Should().Equal(new HeldOutChoice(1, 4).Make([.. tasks.Reverse()], new Seed((ulong)seed), _folder.Path), "the order of files does not matter");
            chosen.Add(heldOut[0]);
        }

        chosen.Should().HaveCount(4, "every task is held out by some seed");
        (await SplitAsync(options => (options.HeldOutPerFamily, options.LeastFamilySize) = (1, 2))).HeldOut.Should().HaveCount(2).And.ContainSingle(name => name.StartsWith("noun_"));
    }

    [Fact]
    public async Task What_is_held_out_of_a_family_does_not_depend_on_other_families()
    {
        var all = await SplitAsync(options => options.HeldOutPerFamily = 2);
        var verbs = await SplitAsync(options => (options.HeldOutPerFamily, options.Only) = (2, ["verb_?"]));

        verbs.HeldOut.Should().Equal(all.HeldOut);
        verbs.Training.Should().HaveCount(2);
    }

    [Fact]
    public async Task Tasks_are_shown_by_family()
    {
        await SplitAsync(options => options.HeldOut = ["verb_2"]);

        _context.Findings.Should().ContainSingle().Which.Should().BeOfType<Table>().Which.Rows.Select(row => string.Join(" | ", row.Select(cell => cell!.ToString()))).Should().Equal(
            "- | 1 | alone | ", "nouns | 2 | noun_1, noun_2 | ", "verbs | 4 | verb_1, verb_3, verb_4 | verb_2");
    }

    [Fact]
    public async Task A_split_is_kept_as_JSON_and_tells_when_a_file_changes()
    {
        var split = await SplitAsync();
        JsonSerializer.Deserialize<TaskSplit>(JsonSerializer.Serialize(split)).Should().BeEquivalentTo(split);
        (await SplitAsync()).Hash.Should().Be(split.Hash);

        _folder.Add("verb_1", "verbs", 'a', 'c');

        (await SplitAsync()).Hash.Should().NotBe(split.Hash);
    }

    [Theory]
    [InlineData("verb_22", "Did you mean 'verb_2'?")]
    [InlineData("adjective_*", "What exists: alone, noun_1")]
    [InlineData("../verb_1", "verb_1")]
    public async Task A_name_that_means_no_task_is_refused_with_the_nearest(string name, string remedy)
    {
        (await RefusalAsync(options => options.HeldOut = [name])).Should().Match<Diagnostic>(problem => problem.Id == "TESS5514" && problem.Message.Contains(name) && problem.Remedy!.Contains(remedy));
        (await RefusalAsync(options => options.Only = [name])).Id.Should().Be("TESS5514");
    }

    [Fact]
    public async Task A_split_that_leaves_nothing_to_train_on_is_refused() =>
        (await RefusalAsync(options => options.HeldOut = ["*"])).Should().Match<Diagnostic>(problem => problem.Id == "TESS5515" && problem.Message.Contains("none is left"));

    [Fact]
    public async Task A_choice_that_no_family_is_large_enough_for_is_refused() =>
        (await RefusalAsync(options => (options.HeldOutPerFamily, options.LeastFamilySize) = (1, 5))).Should().Match<Diagnostic>(problem => problem.Id == "TESS5515" && problem.Message.Contains("the largest of 2 has 4"));

    [Fact]
    public async Task Names_and_a_choice_by_family_together_are_refused() =>
        (await RefusalAsync(options => (options.HeldOutPerFamily, options.HeldOut) = (1, ["verb_1"]))).Id.Should().Be("TESS5515");

    [Fact]
    public async Task All_tasks_with_too_few_examples_are_told_at_once()
    {
        _folder.Add("short", "verbs", 'a', 'b', examples: 3).Add("shorter", "verbs", 'a', 'b', examples: 2);

        (await RefusalAsync()).Should().Match<Diagnostic>(problem => problem.Id == "TESS5513" && problem.Message.Contains("'short' has 3, 'shorter' has 2") && problem.Remedy!.Contains("to 2 together"));
    }

    [Fact]
    public async Task A_folder_without_tasks_is_refused()
    {
        using var empty = new TemporaryFolder();

        (await RefusalAsync(options => options.Tasks = empty.Path)).Id.Should().Be("TESS5510");
    }

    [Fact]
    public async Task A_task_that_could_not_name_a_folder_is_refused()
    {
        _folder.Write("...", "{\"answer\": \"a\"}");

        (await RefusalAsync()).Id.Should().Be("TESS5020");
    }

    private Task<TaskSplit> SplitAsync(Action<SplitTasksOptions>? change = null)
    {
        var options = new SplitTasksOptions { Tasks = _folder.Path, TrainingExamples = 8, TestExamples = 4 };
        change?.Invoke(options);
        return new SplitTasksStep(options).RunAsync(_context, TestContext.Current.CancellationToken);
    }

    private async Task<Diagnostic> RefusalAsync(Action<SplitTasksOptions>? change = null)
    {
        var split = () => SplitAsync(change);
        return (await split.Should().ThrowAsync<TesseraException>()).Which.Diagnostics.Single();
    }
}

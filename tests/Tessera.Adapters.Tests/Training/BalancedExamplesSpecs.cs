using Tessera.Adapters.Training.Data;
using Tessera.Sdk.Randomness;

namespace Tessera.Adapters.Tests.Training;

/// <summary>One expert that learns several tasks hears of each equally often.</summary>
public class BalancedExamplesSpecs
{
    [Theory]
    [InlineData(4)]
    [InlineData(7)]
    [InlineData(32)]
    public void Each_task_gives_as_many_examples_as_any_other(int count)
    {
        var counts = new int[5];
        for (var step = 0; step < 25; step++)
        {
            var taken = Examples(count).Take(step);
            taken.Should().HaveCount(count);
            foreach (var example in taken) counts[example.Task]++;
            (counts.Max() - counts.Min()).Should().BeLessThanOrEqualTo(1);
        }
    }

    [Fact]
    public void Every_example_of_a_task_is_taken_before_one_is_repeated() =>
        Enumerable.Range(0, 6).SelectMany(Examples(10).Take).Where(example => example.Task == 2).Select(example => example.Text.Tokens[0]).Take(6).Should().BeEquivalentTo([0, 1, 2, 3, 4, 5]);

    [Fact]
    public void A_step_gives_the_same_examples_whichever_was_asked_for_before()
    {
        var inOrder = Examples(7);
        var steps = Enumerable.Range(0, 9).Select(step => Names(inOrder.Take(step))).ToList();

        Names(Examples(7).Take(8)).Should().Equal(steps[8]);
        Names(inOrder.Take(3)).Should().Equal(steps[3]);
    }

    private static BalancedExamples Examples(int count) => new([.. Enumerable.Range(0, 5).Select(Task)], count, new Seed(2));

    private static List<(int Task, int Example)> Names(IReadOnlyList<TrainingExample> examples) => [.. examples.Select(example => (example.Task, example.Text.Tokens[0]))];

    private static ShuffledExamples Task(int task) =>
        new([.. Enumerable.Range(0, 6).Select(example => new TrainingExample(new TrainingText([example, 1], 1), null, task))], 1, new Seed(2).Derive("task", task));
}

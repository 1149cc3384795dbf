using System.Diagnostics;
using Tessera.Adapters.Evaluation;
using Tessera.Adapters.Evaluation.Intervals;
using Tessera.Sdk.Randomness;

namespace Tessera.Adapters.Tests.Evaluation;

/// <summary>Intervals are those that theory gives, hold the truth as often as they say, and are found fast.</summary>
public class PairedBootstrapSpecs
{
    private const double Normal = 1.959963985;

    [Fact]
    public void The_interval_of_a_share_is_that_of_the_normal_approximation()
    {
        double[] values = [.. Enumerable.Range(0, 400).Select(example => example < 280 ? 1.0 : 0)];

        var interval = Draw([JudgedTask.Of("one", [values])]).IntervalOf(0);

        // 0.7 ± 1.96 √(0.7 · 0.3 / 400); shares come in steps of 1/400.
        var half = Normal * Math.Sqrt(0.7 * 0.3 / 400);
        interval[0].Should().BeApproximately(0.7 - half, 0.003);
        interval[1].Should().BeApproximately(0.7 + half, 0.003);
    }

    [Fact]
    public void Tasks_count_alike_whatever_their_number_of_examples()
    {
        var random = new Seed(3).CreateRandom();
        double[] Values(int count, double share) => [.. Enumerable.Range(0, count).Select(_ => random.NextDouble() < share ? 1.0 : 0)];
        var tasks = new[] { Values(50, 0.5), Values(400, 0.9), Values(150, 0.2) };

        var interval = Draw([.. tasks.Select((values, index) => JudgedTask.Of($"{index}", [values]))]).IntervalOf(0);

        var mean = tasks.Average(values => values.Average());
        var half = Normal * Math.Sqrt(tasks.Sum(values => values.Average() * (1 - values.Average()) / values.Length)) / 3;
        interval[0].Should().BeApproximately(mean - half, 0.004);
        interval[1].Should().BeApproximately(mean + half, 0.004);
    }

    [Fact]
    public void A_difference_is_paired_so_that_what_both_get_right_or_wrong_does_not_widen_it()
    {
        // They differ on 20 of 300 examples: the one is right in 15 of them. Discordant pairs alone decide, as in McNemar's test.
        double[] one = [.. Enumerable.Range(0, 300).Select(example => example is < 150 or (>= 200 and < 215) ? 1.0 : 0)];
        double[] other = [.. Enumerable.Range(0, 300).Select(example => example is < 150 or (>= 215 and < 220) ? 1.0 : 0)];

        var interval = Draw([JudgedTask.Of("one", [one, other])]).IntervalOf(0, 1);

        var (difference, second) = (10 / 300.0, 20 / 300.0);
        var half = Normal * Math.Sqrt((second - difference * difference) / 300);
        interval[0].Should().BeApproximately(difference - half, 0.004);
        interval[1].Should().BeApproximately(difference + half, 0.004);
        Draw([JudgedTask.Of("one", [one, one])]).IntervalOf(0, 1).Should().Equal(0, 0);
    }

    [Fact]
    public void With_tasks_drawn_too_the_interval_tells_how_far_tasks_differ()
    {
        // Every example of a task is alike, so that only the drawing of tasks is left: the variance of a mean of 40 draws.
        var means = Enumerable.Range(0, 40).Select(task => task / 39.0).ToList();
        List<JudgedTask> tasks = [.. means.Select((mean, index) => JudgedTask.Of($"{index}", [Enumerable.Repeat(mean, 20).ToArray()]))];

        var (within, across) = (Draw(tasks).IntervalOf(0), Draw(tasks, drawsTasks: true).IntervalOf(0));

        within.Should().AllSatisfy(end => end.Should().BeApproximately(0.5, 1e-9));
        var half = Normal * Math.Sqrt(means.Average(mean => (mean - 0.5) * (mean - 0.5)) / 40);
        across[0].Should().BeApproximately(0.5 - half, 0.01);
        across[1].Should().BeApproximately(0.5 + half, 0.01);
    }

    [Fact]
    public void Nineteen_of_twenty_intervals_hold_the_truth()
    {
        var (random, held) = (new Seed(5).CreateRandom(), 0);
        double[] truth = [0.6, 0.8, 0.3];
        for (var trial = 0; trial < 400; trial++)
        {
            var tasks = truth.Select((share, index) => JudgedTask.Of($"{index}", [Enumerable.Range(0, 100).Select(_ => random.NextDouble() < share ? 1.0 : 0).ToArray()])).ToList();
            var interval = PairedBootstrap.Draw(tasks, 1000, drawsTasks: false, new Seed((ulong)trial), CancellationToken.None).IntervalOf(0);
            if (interval[0] <= truth.Average() && truth.Average() <= interval[1]) held++;
        }

        // 380 are expected, with a standard deviation of 4.4.
        held.Should().BeInRange(362, 396);
    }

    [Fact]
    public void Draws_depend_on_the_seed_alone()
    {
        List<JudgedTask> tasks = [JudgedTask.Of("one", [Enumerable.Range(0, 90).Select(example => example % 3 / 2.0).ToArray()])];

        Draw(tasks).IntervalOf(0).Should().Equal(Draw(tasks).IntervalOf(0));
        Draw(tasks, seed: 2).IntervalOf(0).Should().NotEqual(Draw(tasks).IntervalOf(0));
    }

    [Fact]
    public void Ten_thousand_resamples_of_twelve_methods_on_all_of_BLiMP_take_seconds_at_most()
    {
        var random = new Seed(9).CreateRandom();
        List<JudgedTask> tasks = [.. Enumerable.Range(0, 67).Select(task => JudgedTask.Of($"{task}", [.. Enumerable.Range(0, 12).Select(_ => Enumerable.Range(0, 150).Select(_ => random.NextDouble() < 0.7 ? 1.0 : 0).ToArray())]))];
        Draw(tasks);
        var time = Stopwatch.StartNew();

        Draw(tasks);

        TestContext.Current.SendDiagnosticMessage($"{time.ElapsedMilliseconds} ms");
        time.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(5), "the machine may be busy; alone it takes less than two");
    }

    [Theory]
    [InlineData("0110", 0.0, 1.0, 1.0, 0.0)]
    [InlineData("0.5", 0.5)]
    [InlineData("1 0.25 0", 1.0, 0.25, 0.0)]
    [InlineData("0.3333333333333333 1E-05", 1 / 3.0, 1e-5)]
    public void Values_of_examples_are_written_shortly_and_come_back_as_they_were(string text, params double[] values)
    {
        ScoreTexts.Write(values).Should().Be(text);
        ScoreTexts.Read(text).Should().Equal(values);
    }

    [Theory]
    [InlineData("")]
    [InlineData("012")]
    [InlineData("0.5 2")]
    [InlineData("0.5  1")]
    [InlineData("NaN 0.1")]
    public void What_are_no_values_is_refused(string text) => FluentActions.Invoking(() => ScoreTexts.Read(text)).Should().Throw<FormatException>();

    private static PairedBootstrap Draw(IReadOnlyList<JudgedTask> tasks, bool drawsTasks = false, ulong seed = 1) => PairedBootstrap.Draw(tasks, 10_000, drawsTasks, new Seed(seed), CancellationToken.None);
}

using Tessera.Optimizers.Dln.Selection;
using Tessera.Sdk.Randomness;

namespace Tessera.Optimizers.Tests;

/// <summary>Choosing from tables of scores, on thousands of random ones.</summary>
public sealed class PromptChoiceTests
{
    private const int Hidden = 4, Answers = 3, Rows = 3;

    [Fact]
    public void Neither_choice_ever_lowers_the_bound_and_the_joint_one_raises_it_most()
    {
        var random = new Seed(11).CreateRandom();
        var (factoredGain, jointGain) = (0.0, 0.0);
        for (var problem = 0; problem < 4000; problem++)
        {
            var tables = Draw(random, texts: 3, whole: false);
            var before = HiddenBound.Mean(tables, 0, 0);
            var (factored, joint) = (Factored(tables), Joint(tables));
            factored.Score.Should().BeGreaterThanOrEqualTo(before - 1e-12);
            joint.Score.Should().BeGreaterThanOrEqualTo(factored.Score - 1e-12);
            joint.Score.Should().BeApproximately(Largest(tables), 1e-12);
            (factoredGain, jointGain) = (factoredGain + factored.Score - before, jointGain + joint.Score - before);
        }

        jointGain.Should().BeGreaterThan(1.2 * factoredGain, "choosing both together finds more with the same scores");
    }

    [Fact]
    public void With_every_text_there_is_the_likelihood_itself_never_falls()
    {
        var random = new Seed(12).CreateRandom();
        for (var problem = 0; problem < 1000; problem++)
        {
            var tables = Draw(random, texts: 4, whole: true);
            double Likelihood(int hidden, int answer) => Enumerable.Range(0, Rows).Average(row =>
                Math.Log(Enumerable.Range(0, 4).Sum(text => Math.Exp(tables.Hidden[hidden][row][text]) * Math.Exp(tables.Answers[answer][row][text]))));
            foreach (var choice in new[] { Factored(tables), Joint(tables) })
                Likelihood(choice.Indices[0], choice.Indices[1]).Should().BeGreaterThanOrEqualTo(Likelihood(0, 0) - 1e-12).And.BeApproximately(choice.Score, 1e-12);
        }
    }

    [Fact]
    public void Means_over_tokens_do_lower_the_bound_now_and_then()
    {
        // The original divides log p(h | x) by the number of tokens; then the weights are not those that the sums would give.
        var random = new Seed(13).CreateRandom();
        var fell = 0;
        for (var problem = 0; problem < 4000; problem++)
        {
            var tables = Draw(random, texts: 3, whole: false);
            var tokens = Enumerable.Range(0, Rows).Select(_ => Enumerable.Range(0, 3).Select(_ => random.Next(1, 30)).ToArray()).ToArray();
            var means = tables with { Hidden = [.. tables.Hidden.Select(rows => rows.Zip(tokens, (row, counts) => row.Zip(counts, (value, count) => value / count).ToArray()).ToArray())] };
            var choice = Factored(means);
            if (HiddenBound.Mean(tables, choice.Indices[0], choice.Indices[1]) < HiddenBound.Mean(tables, 0, 0) - 1e-9) fell++;
        }

        fell.Should().BePositive("sums never lower it in as many tables, as the test above shows");
    }

    [Fact]
    public void Equals_leave_the_current_prompts_in_place()
    {
        var tables = new ScoreTables(Same(Hidden), Same(Answers), [new double[2], new double[2]]);
        Joint(tables).Indices.Should().Equal(0, 0);
        Factored(tables).Indices.Should().Equal(0, 0);

        static double[][][] Same(int candidates) => [.. Enumerable.Range(0, candidates).Select(_ => new[] { new[] { -1.0, -2 }, [-3, -0.5] })];
    }

    [Fact]
    public void A_candidate_more_leaves_the_scores_of_the_others_as_they_were()
    {
        var tables = Draw(new Seed(14).CreateRandom(), texts: 3, whole: false);
        var fewer = tables with { Hidden = tables.Hidden[..^1], Answers = tables.Answers[..^1] };
        Factored(fewer).Scores[0].Should().Equal(Factored(tables).Scores[0].Take(Hidden - 1));
        Factored(fewer).Scores[1].Should().Equal(Factored(tables).Scores[1].Take(Answers - 1));
        HiddenBound.Mean(fewer, 1, 1).Should().Be(HiddenBound.Mean(tables, 1, 1));
    }

    [Fact]
    public void Penalties_are_subtracted_from_what_decides_and_not_from_what_is_logged()
    {
        var tables = Draw(new Seed(15).CreateRandom(), texts: 3, whole: false);
        var free = Joint(tables);
        var hidden = new double[Hidden];
        hidden[free.Indices[0]] = 100;
        var choice = PromptChoice.Joint(tables, hidden, new double[Answers]);
        choice.Indices[0].Should().NotBe(free.Indices[0]);
        choice.Score.Should().Be(HiddenBound.Mean(tables, choice.Indices[0], choice.Indices[1]));
    }

    [Fact]
    public void NaN_is_never_the_largest() => PromptChoice.IndexOfLargest([double.NaN, -3, double.NaN, -2, -2]).Should().Be(3);

    private static Choice Joint(ScoreTables tables) => PromptChoice.Joint(tables, new double[tables.Hidden.Length], new double[tables.Answers.Length]);

    private static Choice Factored(ScoreTables tables)
    {
        var weights = Enumerable.Range(0, tables.Offsets.Length).Select(row => HiddenBound.Weights(tables.Joint(0, 0, row), 1)).ToArray();
        return PromptChoice.Factored(tables, weights, new double[tables.Hidden.Length], new double[tables.Answers.Length]);
    }

    private static double Largest(ScoreTables tables) =>
        (from hidden in Enumerable.Range(0, tables.Hidden.Length)
         from answer in Enumerable.Range(0, tables.Answers.Length)
         select Enumerable.Range(0, Rows).Average(row => Math.Log(tables.Hidden[hidden][row].Zip(tables.Answers[answer][row], (below, above) => Math.Exp(below + above)).Sum()))).Max();

    private static ScoreTables Draw(Random random, int texts, bool whole) => new(
        [.. Enumerable.Range(0, Hidden).Select(_ => Enumerable.Range(0, Rows).Select(_ => Probabilities(random, texts, whole)).ToArray())],
        [.. Enumerable.Range(0, Answers).Select(_ => Enumerable.Range(0, Rows).Select(_ => Enumerable.Range(0, texts).Select(_ => Math.Log(0.01 + (0.98 * random.NextDouble()))).ToArray()).ToArray())],
        [.. Enumerable.Range(0, Rows).Select(_ => new double[texts])]);

    // Of a part, the rest of the probability is on texts that were not drawn.
    private static double[] Probabilities(Random random, int texts, bool whole)
    {
        var masses = Enumerable.Range(0, texts + (whole ? 0 : 2)).Select(_ => Math.Exp(4 * random.NextDouble())).ToArray();
        return [.. masses.Take(texts).Select(mass => Math.Log(mass / masses.Sum()))];
    }
}

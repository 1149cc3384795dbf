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
            var before = HiddenBound.Mean(tables, [0, 0]);
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
                Math.Log(Enumerable.Range(0, 4).Sum(text => Math.Exp(tables.Layers[0][hidden][row][text]) * Math.Exp(tables.Layers[1][answer][row][text]))));
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
            var means = tables with { Layers = [[.. tables.Layers[0].Select(rows => rows.Zip(tokens, (row, counts) => row.Zip(counts, (value, count) => value / count).ToArray()).ToArray())], tables.Layers[1]] };
            var choice = Factored(means);
            if (HiddenBound.Mean(tables, choice.Indices) < HiddenBound.Mean(tables, [0, 0]) - 1e-9) fell++;
        }

        fell.Should().BePositive("sums never lower it in as many tables, as the test above shows");
    }

    [Fact]
    public void Equals_leave_the_current_prompts_in_place()
    {
        var tables = new ScoreTables([Same(Hidden), Same(Answers)], [new double[2], new double[2]]);
        Joint(tables).Indices.Should().Equal(0, 0);
        Factored(tables).Indices.Should().Equal(0, 0);

        static double[][][] Same(int candidates) => [.. Enumerable.Range(0, candidates).Select(_ => new[] { new[] { -1.0, -2 }, [-3, -0.5] })];
    }

    [Fact]
    public void A_candidate_more_leaves_the_scores_of_the_others_as_they_were()
    {
        var tables = Draw(new Seed(14).CreateRandom(), texts: 3, whole: false);
        var fewer = tables with { Layers = [tables.Layers[0][..^1], tables.Layers[1][..^1]] };
        Factored(fewer).Scores[0].Should().Equal(Factored(tables).Scores[0].Take(Hidden - 1));
        Factored(fewer).Scores[1].Should().Equal(Factored(tables).Scores[1].Take(Answers - 1));
        HiddenBound.Mean(fewer, [1, 1]).Should().Be(HiddenBound.Mean(tables, [1, 1]));
    }

    [Fact]
    public void Penalties_are_subtracted_from_what_decides_and_not_from_what_is_logged()
    {
        var tables = Draw(new Seed(15).CreateRandom(), texts: 3, whole: false);
        var free = Joint(tables);
        var hidden = new double[Hidden];
        hidden[free.Indices[0]] = 100;
        var choice = PromptChoice.Joint(tables, [hidden, new double[Answers]]);
        choice.Indices[0].Should().NotBe(free.Indices[0]);
        choice.Score.Should().Be(HiddenBound.Mean(tables, choice.Indices));
    }

    [Fact]
    public void Of_three_layers_the_best_combination_is_chosen()
    {
        var random = new Seed(16).CreateRandom();
        for (var problem = 0; problem < 300; problem++)
        {
            var tables = new ScoreTables([Uniform(random, 4, 3), Uniform(random, 3, 3), Uniform(random, 5, 3)], [.. Enumerable.Range(0, Rows).Select(_ => new double[3])]);
            var largest = double.NegativeInfinity;
            for (var first = 0; first < 4; first++)
            {
                for (var second = 0; second < 3; second++)
                {
                    for (var third = 0; third < 5; third++)
                    {
                        largest = Math.Max(largest, Enumerable.Range(0, Rows).Average(row => Math.Log(Enumerable.Range(0, 3).Sum(path =>
                            Math.Exp(tables.Layers[0][first][row][path] + tables.Layers[1][second][row][path] + tables.Layers[2][third][row][path])))));
                    }
                }
            }

            Joint(tables).Score.Should().BeApproximately(largest, 1e-12);
        }
    }

    [Fact]
    public void Where_combinations_are_too_many_none_that_differs_in_one_layer_is_better()
    {
        var random = new Seed(17).CreateRandom();
        var (climbed, enumerated) = (0.0, 0.0);
        for (var problem = 0; problem < 100; problem++)
        {
            var tables = new ScoreTables([Uniform(random, 6, 3), Uniform(random, 6, 3), Uniform(random, 6, 3)], [.. Enumerable.Range(0, Rows).Select(_ => new double[3])]);
            var search = new JointSearch(tables, Free(tables));
            var found = search.Climb();
            var value = HiddenBound.Mean(tables, found);
            value.Should().BeGreaterThanOrEqualTo(HiddenBound.Mean(tables, [0, 0, 0]));
            for (var layer = 0; layer < 3; layer++)
            {
                for (var other = 0; other < 6; other++) HiddenBound.Mean(tables, [.. found.Select((own, index) => index == layer ? other : own)]).Should().BeLessThanOrEqualTo(value);
            }

            (climbed, enumerated) = (climbed + value, enumerated + HiddenBound.Mean(tables, search.Enumerate()));
        }

        climbed.Should().BeInRange(enumerated - (100 * 0.1), enumerated, "a tenth of a nat is lost at most on average");

        // More combinations than are looked at one by one.
        var many = new ScoreTables([Uniform(random, 60, 3), Uniform(random, 60, 3), Uniform(random, 60, 3)], [.. Enumerable.Range(0, Rows).Select(_ => new double[3])]);
        Joint(many).Indices.Should().Equal(new JointSearch(many, Free(many)).Climb());
    }

    [Fact]
    public void NaN_is_never_the_largest() => PromptChoice.IndexOfLargest([double.NaN, -3, double.NaN, -2, -2]).Should().Be(3);

    private static Choice Joint(ScoreTables tables) => PromptChoice.Joint(tables, Free(tables));

    private static Choice Factored(ScoreTables tables)
    {
        var weights = Enumerable.Range(0, tables.Offsets.Length).Select(row => HiddenBound.Weights(tables.Joint(new int[tables.Layers.Count], row), 1)).ToArray();
        return PromptChoice.Factored(tables, weights, Free(tables));
    }

    private static IReadOnlyList<IReadOnlyList<double>> Free(ScoreTables tables) => [.. tables.Layers.Select(candidates => new double[candidates.Length])];

    private static double Largest(ScoreTables tables) =>
        (from hidden in Enumerable.Range(0, tables.Layers[0].Length)
         from answer in Enumerable.Range(0, tables.Layers[1].Length)
         select Enumerable.Range(0, Rows).Average(row => Math.Log(tables.Layers[0][hidden][row].Zip(tables.Layers[1][answer][row], (below, above) => Math.Exp(below + above)).Sum()))).Max();

    private static ScoreTables Draw(Random random, int texts, bool whole) => new(
        [
            [.. Enumerable.Range(0, Hidden).Select(_ => Enumerable.Range(0, Rows).Select(_ => Probabilities(random, texts, whole)).ToArray())],
            Uniform(random, Answers, texts),
        ],
        [.. Enumerable.Range(0, Rows).Select(_ => new double[texts])]);

    private static double[][][] Uniform(Random random, int candidates, int texts) =>
        [.. Enumerable.Range(0, candidates).Select(_ => Enumerable.Range(0, Rows).Select(_ => Enumerable.Range(0, texts).Select(_ => Math.Log(0.01 + (0.98 * random.NextDouble()))).ToArray()).ToArray())];

    // Of a part, the rest of the probability is on texts that were not drawn.
    private static double[] Probabilities(Random random, int texts, bool whole)
    {
        var masses = Enumerable.Range(0, texts + (whole ? 0 : 2)).Select(_ => Math.Exp(4 * random.NextDouble())).ToArray();
        return [.. masses.Take(texts).Select(mass => Math.Log(mass / masses.Sum()))];
    }
}

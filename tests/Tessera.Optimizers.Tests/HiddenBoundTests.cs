using Tessera.Optimizers.Dln.Selection;
using Tessera.Sdk.Randomness;

namespace Tessera.Optimizers.Tests;

/// <summary>What is true of bounds and weights, held against plain sums over everything there is.</summary>
public sealed class HiddenBoundTests
{
    [Fact]
    public void What_a_distribution_misses_of_the_likelihood_is_its_divergence_from_the_posterior()
    {
        var random = new Seed(1).CreateRandom();
        for (var problem = 0; problem < 200; problem++)
        {
            var (prior, right) = Draw(random, texts: 5);
            var likelihood = prior.Zip(right, (p, l) => p * l).Sum();
            var posterior = prior.Zip(right, (p, l) => p * l / likelihood).ToArray();
            var q = Simplex(random, 5);
            var elbo = Enumerable.Range(0, 5).Sum(h => q[h] * (Math.Log(prior[h]) + Math.Log(right[h]) - Math.Log(q[h])));
            var divergence = Enumerable.Range(0, 5).Sum(h => q[h] * Math.Log(q[h] / posterior[h]));
            (Math.Log(likelihood) - elbo).Should().BeApproximately(divergence, 1e-12);

            // On everything there is, the weights are the posterior, and the bound is the likelihood.
            var joint = Joint(prior, right);
            HiddenBound.Of(joint).Should().BeApproximately(Math.Log(likelihood), 1e-12).And.BeGreaterThanOrEqualTo(elbo);
            HiddenBound.Weights(joint, 1).Zip(posterior, (w, p) => Math.Abs(w - p)).Max().Should().BeLessThan(1e-12);
        }
    }

    [Fact]
    public void On_a_set_of_texts_the_bound_is_the_largest_of_any_distribution_and_grows_with_the_set()
    {
        var random = new Seed(2).CreateRandom();
        for (var problem = 0; problem < 200; problem++)
        {
            var (prior, right) = Draw(random, texts: 6);
            var joint = Joint(prior, right);
            var before = double.NegativeInfinity;
            for (var count = 1; count <= 6; count++)
            {
                var some = joint[..count];
                var bound = HiddenBound.Of(some);
                bound.Should().BeGreaterThanOrEqualTo(before);
                before = bound;
                var weights = HiddenBound.Weights(some, 1);
                Elbo(weights, some).Should().BeApproximately(bound, 1e-12);
                Elbo(Simplex(random, count), some).Should().BeLessThanOrEqualTo(bound + 1e-12);
            }

            before.Should().BeApproximately(Math.Log(prior.Zip(right, (p, l) => p * l).Sum()), 1e-12);
        }
    }

    [Fact]
    public void The_importance_estimate_is_unbiased_and_its_logarithm_a_bound_that_grows_with_the_number_of_samples()
    {
        var random = new Seed(3).CreateRandom();
        for (var problem = 0; problem < 20; problem++)
        {
            var (prior, right) = Draw(random, texts: 4);
            var q = Simplex(random, 4);
            var likelihood = prior.Zip(right, (p, l) => p * l).Sum();
            var before = double.NegativeInfinity;
            for (var samples = 1; samples <= 4; samples++)
            {
                var (mean, logarithm) = (0.0, 0.0);
                foreach (var tuple in Tuples(4, samples))
                {
                    var probability = tuple.Aggregate(1.0, (product, h) => product * q[h]);
                    var estimate = HiddenBound.Of([.. tuple.Select(h => Math.Log(prior[h]) + Math.Log(right[h]) - Math.Log(samples * q[h]))]);
                    mean += probability * Math.Exp(estimate);
                    logarithm += probability * estimate;
                }

                mean.Should().BeApproximately(likelihood, 1e-12);
                logarithm.Should().BeGreaterThanOrEqualTo(before - 1e-12).And.BeLessThanOrEqualTo(Math.Log(likelihood) + 1e-12);
                before = logarithm;
            }
        }
    }

    [Fact]
    public void With_a_mixture_the_density_of_the_mixture_and_that_of_the_part_drawn_from_are_both_unbiased_but_the_former_varies_less()
    {
        var random = new Seed(4).CreateRandom();
        for (var problem = 0; problem < 20; problem++)
        {
            var (prior, right) = Draw(random, texts: 4);
            double[][] parts = [Simplex(random, 4), Simplex(random, 4)];
            double Value(int h, double density) => Math.Exp(HiddenBound.Of([Math.Log(prior[h]) + Math.Log(right[h]) - Math.Log(density)]));
            var drawn = (from part in parts from h in Enumerable.Range(0, 4) select (Chance: part[h] / 2, Mixture: Value(h, (parts[0][h] + parts[1][h]) / 2), Own: Value(h, part[h]))).ToList();
            var likelihood = prior.Zip(right, (p, l) => p * l).Sum();
            drawn.Sum(draw => draw.Chance * draw.Mixture).Should().BeApproximately(likelihood, 1e-12);
            drawn.Sum(draw => draw.Chance * draw.Own).Should().BeApproximately(likelihood, 1e-12);
            drawn.Sum(draw => draw.Chance * draw.Mixture * draw.Mixture).Should().BeLessThan(drawn.Sum(draw => draw.Chance * draw.Own * draw.Own));
        }
    }

    [Fact]
    public void Importance_weights_of_samples_come_near_the_posterior_and_joint_weights_of_samples_do_not()
    {
        var random = new Seed(5).CreateRandom();
        var (prior, right) = Draw(random, texts: 6);
        var q = Simplex(random, 6);
        var likelihood = prior.Zip(right, (p, l) => p * l).Sum();
        var posterior = prior.Zip(right, (p, l) => p * l / likelihood).ToArray();
        // What the paper's weights converge to when texts that were drawn twice count twice.
        var favoured = Normalised([.. Enumerable.Range(0, 6).Select(h => q[h] * prior[h] * right[h])]);

        var errors = new List<double>();
        foreach (var samples in new[] { 100, 1_600, 25_600 })
        {
            var drawn = Enumerable.Range(0, samples).Select(_ => Sample(random, q)).ToArray();
            var importance = HiddenBound.Weights([.. drawn.Select(h => Math.Log(prior[h]) + Math.Log(right[h]) - Math.Log(q[h]))], 1);
            var joint = HiddenBound.Weights([.. drawn.Select(h => Math.Log(prior[h]) + Math.Log(right[h]))], 1);
            errors.Add(Distance(Mass(drawn, importance, 6), posterior));
            Distance(Mass(drawn, joint, 6), favoured).Should().BeLessThan(6 / Math.Sqrt(samples));
        }

        errors[2].Should().BeLessThan(0.02).And.BeLessThan(errors[0]);
        Distance(favoured, posterior).Should().BeGreaterThan(0.1, "the sampler's favourites are not the posterior's");
        // On distinct texts the same weights are right.
        Distance(HiddenBound.Weights(Joint(prior, right), 1), posterior).Should().BeLessThan(1e-12);
    }

    [Fact]
    public void Weights_sum_to_one_and_follow_their_temperature_and_never_become_NaN()
    {
        double[] joint = [-900.5, -901, -903, double.NegativeInfinity];
        var weights = HiddenBound.Weights(joint, 1);
        weights.Sum().Should().BeApproximately(1, 1e-15);
        weights.Should().Equal(HiddenBound.Weights(Array.ConvertAll(joint, value => value + 512), 1));
        weights[3].Should().Be(0);
        HiddenBound.Weights(joint, 1e-6).Should().Equal(1, 0, 0, 0);
        HiddenBound.Weights(joint.AsSpan(0, 3), 1e6).Should().AllSatisfy(weight => weight.Should().BeApproximately(1.0 / 3, 1e-5));
        HiddenBound.Weights([double.NegativeInfinity, double.NegativeInfinity], 1).Should().Equal(0.5, 0.5);
        HiddenBound.Of([double.NegativeInfinity]).Should().Be(double.NegativeInfinity);

        HiddenBound.EffectiveSampleSize([0.25, 0.25, 0.25, 0.25]).Should().BeApproximately(4, 1e-12);
        HiddenBound.EffectiveSampleSize([1, 0, 0]).Should().Be(1);
        HiddenBound.EffectiveSampleSize(weights).Should().BeInRange(1, 4);
        HiddenBound.Entropy([0.5, 0.5, 0]).Should().BeApproximately(Math.Log(2), 1e-15);
        HiddenBound.Entropy([1, 0]).Should().Be(0);
    }

    private static (double[] Prior, double[] Right) Draw(Random random, int texts) =>
        (Simplex(random, texts), [.. Enumerable.Range(0, texts).Select(_ => 0.02 + (0.96 * random.NextDouble()))]);

    private static double[] Simplex(Random random, int count) => Normalised([.. Enumerable.Range(0, count).Select(_ => 0.01 - Math.Log(1 - random.NextDouble()))]);

    private static double[] Normalised(double[] masses) => Array.ConvertAll(masses, mass => mass / masses.Sum());

    private static double[] Joint(double[] prior, double[] right) => [.. prior.Zip(right, (p, l) => Math.Log(p) + Math.Log(l))];

    private static double Elbo(double[] q, double[] joint) => q.Zip(joint, (weight, value) => weight == 0 ? 0 : weight * (value - Math.Log(weight))).Sum();

    private static int Sample(Random random, double[] q)
    {
        var left = random.NextDouble();
        for (var h = 0; h < q.Length - 1; h++)
        {
            if ((left -= q[h]) < 0) return h;
        }

        return q.Length - 1;
    }

    private static double[] Mass(int[] drawn, double[] weights, int texts) =>
        [.. Enumerable.Range(0, texts).Select(h => drawn.Zip(weights, (own, weight) => own == h ? weight : 0).Sum())];

    private static double Distance(double[] one, double[] other) => one.Zip(other, (a, b) => Math.Abs(a - b)).Sum() / 2;

    private static IEnumerable<int[]> Tuples(int values, int length) => Enumerable.Range(0, (int)Math.Pow(values, length))
        .Select(code => Enumerable.Range(0, length).Select(place => code / (int)Math.Pow(values, place) % values).ToArray());
}

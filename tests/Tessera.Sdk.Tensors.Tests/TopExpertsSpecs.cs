using Tessera.Sdk.Tensors.Native;
using Tessera.Sdk.Tensors.Routing;
using static TorchSharp.torch;

namespace Tessera.Sdk.Tensors.Tests;

/// <summary>The one pass over scores gives what sorting by general operators gives.</summary>
public class TopExpertsSpecs
{
    public TopExpertsSpecs() => Libtorch.EnsureLoaded();

    [Theory]
    [InlineData(1, 2, 1)]
    [InlineData(3, 5, 2)]
    [InlineData(7, 8, 4)]
    [InlineData(5, 19, 4)]
    [InlineData(900, 256, 4)]
    [InlineData(64, 100, 32)]
    public void Chosen_experts_and_weights_are_those_of_a_stable_sort(int tokens, int candidates, int count)
    {
        using var scope = NewDisposeScope();
        var scores = Scores(tokens, candidates);
        foreach (var magnitudes in new[] { false, true })
        {
            using var fast = TopExperts.Choose(scores, count, 0.5, magnitudes);
            // In double precision general operators do it.
            using var slow = TopExperts.Choose(scores.to_type(ScalarType.Float64), count, 0.5, magnitudes);

            fast.Experts!.data<long>().ToArray().Should().Equal(slow.Experts!.data<long>().ToArray());
            (fast.Weights - slow.Weights).abs().max().Number().Should().BeLessThan(1e-6);
        }
    }

    [Fact]
    public void Equal_scores_go_to_the_lowest_indices()
    {
        using var scope = NewDisposeScope();
        // Sixteen candidates of the scores 0, 1, 2 and 3, over and over.
        var scores = Positions.Between(0, 4).to_type(ScalarType.Float32).repeat(3, 4);
        using var weights = TopExperts.Choose(scores, 6);

        weights.Experts!.data<long>().ToArray().Should().Equal(Enumerable.Repeat<long[]>([3, 7, 11, 15, 2, 6], 3).SelectMany(row => row));
    }

    [Fact]
    public void Candidates_stand_for_the_experts_that_are_named()
    {
        using var scope = NewDisposeScope();
        using var weights = TopExperts.Choose(tensor(new[] { 1f, 3, 2 }, [1, 3]), 2, experts: tensor(new long[] { 10, 20, 30 }));

        weights.Experts!.data<long>().ToArray().Should().Equal(20, 30);
    }

    [Fact]
    public void All_experts_are_weighed_by_a_plain_softmax()
    {
        using var scope = NewDisposeScope();
        var scores = Scores(4, 6);
        using var all = TopExperts.Choose(scores, 0, 2);
        using var named = TopExperts.Choose(scores, 9, 2, experts: Positions.Between(0, 6));

        all.Experts.Should().BeNull();
        (all.Weights - nn.functional.softmax(scores.Over(2), 1)).abs().max().Number().Should().BeLessThan(1e-6);
        (named.ToDense(6) - all.Weights).abs().max().Number().Should().BeLessThan(1e-6);
    }

    [Fact]
    public void A_score_that_is_not_a_number_spoils_its_own_row_and_no_other()
    {
        using var scope = NewDisposeScope();
        var scores = Scores(3, 20);
        scores[1, 7] = tensor(float.NaN);
        using var weights = TopExperts.Choose(scores, 4);

        weights.Weights.isnan().any(1).data<bool>().ToArray().Should().Equal(false, true, false);
        weights.Experts!.max().Index().Should().BeLessThan(20);
    }

    [Fact]
    public void Gradients_flow_to_scores_that_ask_for_them()
    {
        using var scope = NewDisposeScope();
        var scores = Scores(3, 20).requires_grad_();
        using var weights = TopExperts.Choose(scores, 4);

        weights.Weights.select(1, 0).sum().backward();

        scores.grad!.count_nonzero().Index().Should().Be(12);
    }

    [Fact]
    public void Rows_without_candidates_or_no_rows_choose_nothing()
    {
        using var scope = NewDisposeScope();

        TopExperts.Choose(zeros(3, 0), 4, experts: zeros(0, ScalarType.Int64)).Weights.shape.Should().Equal(3, 0);
        TopExperts.Choose(zeros(0, 9), 4).Weights.shape.Should().Equal(0, 4);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        using var scope = NewDisposeScope();
        var wide = () => TopExperts.Choose(zeros(3), 4);
        var unnamed = () => TopExperts.Choose(zeros(3, 4), 2, experts: zeros(3, ScalarType.Int64));

        wide.Should().Throw<ArgumentException>().WithMessage("*(tokens, candidates)*");
        unnamed.Should().Throw<ArgumentException>().WithMessage("*4 candidates*");
    }

    // Of few different values, so that there are ties.
    private static Tensor Scores(int tokens, int candidates)
    {
        var numbers = new Random(tokens + candidates);
        return tensor(Enumerable.Range(0, tokens * candidates).Select(_ => numbers.Next(-60, 60) / 8f).ToArray(), [tokens, candidates]);
    }
}

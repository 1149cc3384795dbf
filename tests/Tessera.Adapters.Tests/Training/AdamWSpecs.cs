using Tessera.Adapters.Training;
using Tessera.Adapters.Training.Optimisation;
using Tessera.Sdk.Tensors.Native;
using TorchSharp;
using AdamW = Tessera.Adapters.Training.Optimisation.AdamW;

namespace Tessera.Adapters.Tests.Training;

/// <summary>The optimiser takes the steps of libtorch's, and clips each member by itself.</summary>
public class AdamWSpecs
{
    public AdamWSpecs() => Libtorch.EnsureLoaded();

    [Fact]
    public void It_takes_the_steps_of_libtorchs_own()
    {
        using var scope = torch.NewDisposeScope();
        var start = torch.linspace(-1, 1, 12, torch.ScalarType.Float64).reshape(3, 4);
        var (ours, theirs) = (start.clone().requires_grad_(), torch.nn.Parameter(start.clone()));
        using var optimiser = new AdamW([new TrainedParameter("w", ours, ParameterKind.Factors)], 1, new AdamWOptions { WeightDecay = 0.1 });
        using var reference = torch.optim.AdamW([theirs], 0.02, weight_decay: 0.1);

        for (var step = 0; step < 25; step++)
        {
            ours.Squared().Squared().sum().Plus(ours.Times(step).sin().sum()).backward();
            optimiser.Apply(_ => 0.02);
            reference.zero_grad();
            theirs.Squared().Squared().sum().Plus(theirs.Times(step).sin().sum()).backward();
            reference.step();
        }

        ours.detach().ShouldBeNear(theirs.detach(), 1e-10);
    }

    [Fact]
    public void Each_member_is_clipped_by_its_own_norm()
    {
        using var scope = torch.NewDisposeScope();
        var (first, second) = (torch.zeros(2, 3).requires_grad_(), torch.zeros(2, 1, 2).requires_grad_());
        using var optimiser = new AdamW(
            [new TrainedParameter("a", first, ParameterKind.Factors), new TrainedParameter("b", second, ParameterKind.Factors)], 2, new AdamWOptions { ClipNorm = 1, Beta1 = 0, Beta2 = 0, Epsilon = 1 });
        // Member 0 has a gradient of norm 5, member 1 one of norm 0.5.
        var (ofFirst, ofSecond) = (torch.tensor(new float[] { 3, 0, 0, 0.3f, 0, 0 }, [2, 3]), torch.tensor(new float[] { 0, 4, 0, 0.4f }, [2, 1, 2]));
        (first * ofFirst).sum().Plus((second * ofSecond).sum()).backward();

        optimiser.Apply(_ => 1);

        // Without memory a step is −g / (|g| + 1).
        float[] expected = [-0.6f / 1.6f, 0, 0, -0.3f / 1.3f, 0, 0, 0, -0.8f / 1.8f, 0, -0.4f / 1.4f];
        torch.cat([first.detach().reshape(-1), second.detach().reshape(-1)]).ShouldBeNear(torch.tensor(expected), 1e-5);
    }

    [Fact]
    public void What_decides_between_experts_never_decays()
    {
        using var scope = torch.NewDisposeScope();
        var logits = torch.ones(1, 3).requires_grad_();
        using var optimiser = new AdamW([new TrainedParameter("z", logits, ParameterKind.Routing)], 1, new AdamWOptions { WeightDecay = 0.5 });
        logits.Times(0).sum().backward();

        optimiser.Apply(_ => 1);

        logits.detach().ShouldBeNear(torch.ones(1, 3), 1e-12);
    }

    [Theory]
    [InlineData(torch.ScalarType.Float32)]
    [InlineData(torch.ScalarType.Float64)]
    public void Parameters_become_the_same_bits_on_several_threads(torch.ScalarType type)
    {
        using var scope = torch.NewDisposeScope();
        // Enough numbers that threads are worth it.
        TrainedParameter[] Make() => [.. Enumerable.Range(0, 9).Select(i =>
            new TrainedParameter($"{i}", torch.randn(3, 40_001, type, generator: new torch.Generator((ulong)i)).requires_grad_(), i % 3 == 0 ? ParameterKind.Routing : ParameterKind.Factors))];
        var (alone, together) = (Make(), Make());
        foreach (var (parameters, threads) in new[] { (alone, 1), (together, 3) })
        {
            using var optimiser = new AdamW(parameters, 3, new AdamWOptions { WeightDecay = 0.1, ClipNorm = 1 }, threads);
            for (var step = 0; step < 3; step++)
            {
                foreach (var parameter in parameters) parameter.Value.Squared().Squared().sum().backward();
                optimiser.Apply(kind => kind == ParameterKind.Routing ? 0.1 : 0.01);
            }
        }

        foreach (var (one, other, before) in alone.Zip(together, Make()))
        {
            other.Value.allclose(one.Value, 0, 0).Should().BeTrue(one.Name);
            other.Value.allclose(before.Value).Should().BeFalse(one.Name);
        }
    }

    [Theory]
    [InlineData(ScheduleShape.Constant, 0, 1, 1, 1)]
    [InlineData(ScheduleShape.Linear, 0, 1, 0.5, 0.1)]
    [InlineData(ScheduleShape.Cosine, 0, 1, 0.5, 0.024471741852423234)]
    public void A_rate_falls_as_its_shape_says(ScheduleShape shape, int warmUp, double first, double middle, double last)
    {
        var schedule = new LearningSchedule(shape, 10, warmUp);

        new[] { schedule.ShareOf(0), schedule.ShareOf(5), schedule.ShareOf(9) }.Zip([first, middle, last]).Should().OnlyContain(pair => Math.Abs(pair.First - pair.Second) < 1e-12);
    }

    [Fact]
    public void A_rate_rises_in_the_warm_up() => Enumerable.Range(0, 5).Select(new LearningSchedule(ScheduleShape.Linear, 8, 4).ShareOf).Should().Equal(0.25, 0.5, 0.75, 1, 1);
}

using Tessera.Adapters.Models;
using Tessera.Adapters.Training.Skills;
using Tessera.Routers.Poly;
using Tessera.Sdk.Randomness;
using Tessera.Sdk.Tensors.Native;
using Tessera.Sdk.Tensors.Routing;
using TorchSharp;
using static TorchSharp.torch;

namespace Tessera.Adapters.Tests.Skills;

/// <summary>What skills in training add, and the gradients of it.</summary>
public sealed class SkillMixingSpecs : IDisposable
{
    private readonly ToyModel _model;
    private readonly DisposeScope _scope;
    private readonly Random _numbers = new(31);

    public SkillMixingSpecs()
    {
        Libtorch.EnsureLoaded();
        _model = new ToyModel();
        _scope = NewDisposeScope();
    }

    public void Dispose()
    {
        _scope.Dispose();
        _model.Dispose();
    }

    [Theory]
    [InlineData(1, "Sigmoid", new[] { 0, 2, 0, 1, 0 })]
    [InlineData(1, "Sigmoid", new[] { 1, 1, 1, 1 })]
    [InlineData(1, "Sigmoid", new[] { 2, 2, 0, 0 })]
    [InlineData(3, "Sigmoid", new[] { 0, 2, 0, 1, 0 })]
    [InlineData(1, "RelaxedBernoulli", new[] { 0, 2, 0, 1, 0 })]
    [InlineData(2, "RelaxedBernoulli", new[] { 0, 2, 0, 1, 0 })]
    [InlineData(2, "StraightThrough", new[] { 0, -1, 0, 1 })]
    public void Mixing_once_for_each_task_is_what_making_the_factors_of_every_sequence_gives_with_its_gradients(int heads, string gate, int[] tasks)
    {
        var router = ToyTraining.Mhr(heads, Enum.Parse<SkillGate>(gate));
        using var skills = Begun(router);
        var slow = new MaterialisedSkills(skills, router, ToyTraining.Settings, new Seed(5), _model.Groups);
        var batch = Batch(tasks) with { Training = true, Seed = new Seed(9) };
        var direction = Tensors.Random(_numbers, tasks.Length, 3, ToyModel.Width);

        var (fast, obvious) = (_model.Run(batch, skills), _model.Run(batch, slow));
        (fast * direction).sum().backward();
        (obvious * direction).sum().backward();

        fast.detach().ShouldBeNear(obvious.detach(), 1e-12);
        foreach (var parameter in skills.Parameters)
        {
            parameter.Value.grad!.ShouldBeNear(slow.Gradient(parameter.Name), 1e-12);
            parameter.Value.grad!.abs().max().Number().Should().BeGreaterThan(1e-6, parameter.Name);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Gradients_of_the_routing_are_those_of_finite_differences_through_the_whole_model(int heads)
    {
        using var skills = Begun(ToyTraining.Mhr(heads));
        var batch = Batch(0, 2, 0, 1) with { Training = true };
        var direction = Tensors.Random(_numbers, 4, 3, ToyModel.Width);
        double Loss() => (_model.Run(batch, skills).detach() * direction).sum().Number();
        (_model.Run(batch, skills) * direction).sum().backward();

        foreach (var parameter in skills.Parameters.Where(parameter => parameter.Name.EndsWith("logits", StringComparison.Ordinal)))
        {
            for (var place = 0; place < parameter.Value.numel(); place += 3)
            {
                const double step = 1e-5;
                void Move(double by)
                {
                    using var frozen = no_grad();
                    parameter.Value.reshape(-1)[place].Accumulate(by);
                }

                Move(step);
                var above = Loss();
                Move(-2 * step);
                var below = Loss();
                Move(step);
                parameter.Value.grad!.reshape(-1)[place].Number().Should().BeApproximately((above - below) / (2 * step), 1e-6);
            }
        }
    }

    [Fact]
    public void Equal_logits_use_the_average_whatever_the_task()
    {
        using var skills = Begun(ToyTraining.Poly());
        Set(skills, logits => logits.zero_().Accumulate(0.7));

        Same(skills.Fold(1), skills.Fold(-1), 1e-11);
        Add(skills, 0).ShouldBeNear(Add(skills, -1), 1e-11);
    }

    [Fact]
    public void Saturated_logits_use_that_skill_alone()
    {
        using var skills = Begun(ToyTraining.Poly());
        Set(skills, logits =>
        {
            logits.zero_().Accumulate(-40);
            logits.select(1, 2).zero_().Accumulate(40);
        });

        // The router adds 1e-12 to the sum that it divides by.
        Same(skills.Fold(1), skills.Take(2), 1e-11);
    }

    [Fact]
    public void One_head_is_poly_to_the_bit_and_heads_with_equal_weights_are_poly_with_those()
    {
        using var poly = Begun(ToyTraining.Poly());
        using var one = Begun(ToyTraining.Mhr(1));
        using var three = Begun(ToyTraining.Mhr(3));
        using (no_grad())
        {
            foreach (var (own, other) in poly.Parameters.Zip(three.Parameters)) other.Value.copy_(own.Name.EndsWith("logits", StringComparison.Ordinal) ? own.Value.repeat(1, 3) : own.Value);
        }

        Add(one, 1).allclose(Add(poly, 1), 0, 0).Should().BeTrue();
        Add(three, 1).ShouldBeNear(Add(poly, 1), 1e-12);
    }

    [Fact]
    public void Skills_that_change_places_with_their_logits_change_nothing()
    {
        using var skills = Begun(ToyTraining.Poly());
        var before = Add(skills, 1);
        var order = tensor(new long[] { 3, 0, 2, 1 });
        using (no_grad())
        {
            foreach (var parameter in skills.Parameters) parameter.Value.copy_(parameter.Value.index_select(1, order));
        }

        Add(skills, 1).ShouldBeNear(before, 1e-12);
    }

    [Theory]
    [InlineData(RoutingUnit.Map, 3)]
    [InlineData(RoutingUnit.Layer, 2)]
    [InlineData(RoutingUnit.Model, 1)]
    public void Maps_share_weights_as_far_as_the_unit_goes(RoutingUnit unit, int routings)
    {
        using var skills = ToyTraining.Skills(_model, ToyTraining.Poly(), ToyTraining.Settings with { Unit = unit });

        skills.Parameters.Count(parameter => parameter.Name.EndsWith("logits", StringComparison.Ordinal)).Should().Be(routings);
        skills.RoutingState.Keys.Should().BeEquivalentTo("0.q", "0.k", "1.down");
        var equal = skills.RoutingState["0.q"]["logits"].detach().allclose(skills.RoutingState["1.down"]["logits"].detach(), 0, 0);
        equal.Should().Be(unit == RoutingUnit.Model);
    }

    private SkillsInTraining Begun(IRouter router)
    {
        var skills = ToyTraining.Skills(_model, router);
        using var frozen = no_grad();
        var numbers = new Random(8);
        foreach (var parameter in skills.Parameters) parameter.Value.Accumulate(Tensors.Random(numbers, parameter.Value.shape));
        return skills;
    }

    private static void Set(SkillsInTraining skills, Action<Tensor> change)
    {
        using var frozen = no_grad();
        foreach (var parameter in skills.Parameters.Where(parameter => parameter.Name.EndsWith("logits", StringComparison.Ordinal))) change(parameter.Value);
    }

    private Tensor Add(SkillsInTraining skills, params int[] tasks) => _model.Run(Batch(tasks), skills).detach();

    private static void Same(IReadOnlyDictionary<string, Sdk.Tensors.Experts.LoraFactors> one, IReadOnlyDictionary<string, Sdk.Tensors.Experts.LoraFactors> other, double tolerance)
    {
        one.Keys.Should().Equal(other.Keys);
        foreach (var map in one.Keys)
        {
            one[map].A.ShouldBeNear(other[map].A, tolerance);
            one[map].B.ShouldBeNear(other[map].B, tolerance);
        }
    }

    private static TokenBatch Batch(params int[] tasks)
    {
        var words = new Random(4);
        return TokenBatch.Of([.. tasks.Select(_ => (IReadOnlyList<int>)[words.Next(5), words.Next(5), words.Next(5)])], CPU, tasks);
    }
}

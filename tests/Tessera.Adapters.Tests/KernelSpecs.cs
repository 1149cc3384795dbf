using Tessera.Adapters.Routing;
using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Native;
using Tessera.Sdk.Tensors.Routing;
using static TorchSharp.torch;

namespace Tessera.Adapters.Tests;

/// <summary>Whichever way is the cheapest, the result is the same: in single precision by memory, in double by general operators.</summary>
public class KernelSpecs
{
    private readonly Random _numbers = new(31);

    public KernelSpecs() => Libtorch.EnsureLoaded();

    public static TheoryData<int, int, int, int, int, ExpertMixing> Cases
    {
        get
        {
            var cases = new TheoryData<int, int, int, int, int, ExpertMixing>();
            foreach (var mixing in Enum.GetValues<ExpertMixing>())
            {
                // Tokens, experts, chosen, inputs, outputs: widths that vectors divide and widths that they do not.
                cases.Add(1, 6, 1, 32, 64, mixing);
                cases.Add(1, 40, 4, 37, 131, mixing);
                cases.Add(3, 6, 6, 5, 3, mixing);
                cases.Add(33, 40, 3, 64, 257, mixing);
                cases.Add(300, 7, 2, 40, 128, mixing);
                cases.Add(500, 90, 4, 128, 96, mixing);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_few_chosen_experts_give_the_same_by_memory_and_by_operators(int tokens, int experts, int width, int inputs, int outputs, ExpertMixing mixing)
    {
        using var scope = NewDisposeScope();
        using var bank = Bank(experts, inputs, outputs, ScalarType.Float32);
        using var doubles = new ExpertBank(bank.Map, bank.Names, [.. bank.Factors.Select(factors => factors is null ? null : new LoraFactors(factors.A.to_type(ScalarType.Float64), factors.B.to_type(ScalarType.Float64), factors.Scaling))]);
        using var map = new RoutedMap(bank);
        using var slowMap = new RoutedMap(doubles);
        var hidden = Tensors.Random(_numbers, tokens, inputs).to_type(ScalarType.Float32);
        var (weights, chosen) = Choices(tokens, experts, width);
        var dense = RoutingWeights.Chosen(RoutingGranularity.PerToken, weights.clone(), chosen.clone()).ToDense(experts);

        var fast = map.Apply(new RoutingInput { Hidden = hidden }, RoutingWeights.Chosen(RoutingGranularity.PerToken, weights.clone(), chosen.clone()), mixing);
        var slow = slowMap.Apply(new RoutingInput { Hidden = hidden.to_type(ScalarType.Float64) }, RoutingWeights.Chosen(RoutingGranularity.PerToken, weights.clone(), chosen.clone()), mixing);
        var whole = slowMap.Apply(new RoutingInput { Hidden = hidden.to_type(ScalarType.Float64) }, RoutingWeights.Dense(RoutingGranularity.PerToken, dense), mixing);

        slow.ShouldBeNear(whole, 1e-9);
        fast.to_type(ScalarType.Float64).ShouldBeNear(slow, 1e-5 * Math.Max(1, slow.abs().max().Number()));
    }

    [Theory]
    [InlineData(ExpertMixing.Outputs)]
    [InlineData(ExpertMixing.Parameters)]
    public void A_token_gives_the_same_bits_alone_and_among_others_on_one_thread_and_on_two(ExpertMixing mixing)
    {
        using var scope = NewDisposeScope();
        const int tokens = 301, experts = 20, width = 3;
        using var map = new RoutedMap(Bank(experts, 100, 200, ScalarType.Float32));
        var hidden = Tensors.Random(_numbers, tokens, 100).to_type(ScalarType.Float32);
        var (weights, chosen) = Choices(tokens, experts, width);
        Tensor Apply(int from, int count) => map.Apply(
            new RoutingInput { Hidden = hidden.narrow(0, from, count) },
            RoutingWeights.Chosen(RoutingGranularity.PerToken, weights.narrow(0, from, count).clone(), chosen.narrow(0, from, count).clone()), mixing);
        var threads = get_num_threads();

        var whole = Apply(0, tokens);
        try
        {
            set_num_threads(1);
            Apply(0, tokens).Equals(whole).Should().BeTrue();
        }
        finally
        {
            set_num_threads(threads);
        }

        cat([.. new[] { (0, 1), (1, 100), (101, 7), (108, 193) }.Select(part => Apply(part.Item1, part.Item2))], 0).Equals(whole).Should().BeTrue();
    }

    [Theory]
    [InlineData(ExpertMixing.Outputs, 4, 6)]
    [InlineData(ExpertMixing.Outputs, 80, 6)]
    [InlineData(ExpertMixing.Outputs, 80, 200)]
    [InlineData(ExpertMixing.Parameters, 4, 6)]
    [InlineData(ExpertMixing.Parameters, 80, 6)]
    [InlineData(ExpertMixing.Parameters, 80, 200)]
    public void Gradients_reach_states_weights_and_trained_factors_whichever_way_is_taken(ExpertMixing mixing, int tokens, int experts)
    {
        using var scope = NewDisposeScope();
        using var bank = Bank(experts, 10, 14, ScalarType.Float64);
        foreach (var factors in bank.Factors.OfType<LoraFactors>())
        {
            factors.A.requires_grad_();
            factors.B.requires_grad_();
        }

        using var map = new RoutedMap(bank);
        var hidden = Tensors.Random(_numbers, tokens, 10).requires_grad_();
        var (weights, chosen) = Choices(tokens, experts, 2);
        weights = weights.to_type(ScalarType.Float64).requires_grad_();
        var target = Tensors.Random(_numbers, tokens, 14);
        Tensor[] Gradients(Func<RoutingWeights> choose)
        {
            Tensor[] all = [hidden, weights, .. bank.Factors.OfType<LoraFactors>().SelectMany(factors => new[] { factors.A, factors.B })];
            foreach (var one in all) one.grad?.zero_();
            (map.Apply(new RoutingInput { Hidden = hidden }, choose(), mixing) * target).sum().backward();
            return [.. all.Select(one => one.grad?.clone() ?? zeros_like(one))];
        }

        var sparse = Gradients(() => RoutingWeights.Chosen(RoutingGranularity.PerToken, weights.clone(), chosen.clone()));
        var dense = Gradients(() => RoutingWeights.Dense(RoutingGranularity.PerToken, zeros(tokens, experts, ScalarType.Float64).scatter_add(1, chosen, weights)));

        foreach (var (left, right) in sparse.Zip(dense)) left.ShouldBeNear(right);
        dense.Should().OnlyContain(gradient => !gradient.isnan().any().Holds());
        dense[0].abs().max().Number().Should().BeGreaterThan(0);
        dense[1].abs().max().Number().Should().BeGreaterThan(0);
    }

    [Fact]
    public void Trained_factors_are_used_as_they_are_at_the_time()
    {
        using var scope = NewDisposeScope();
        using var bank = Bank(3, 4, 5, ScalarType.Float32);
        var b = bank.Factors[0]!.B.requires_grad_();
        using var map = new RoutedMap(bank);
        var input = new RoutingInput { Hidden = ones(2, 4) };
        Tensor Apply() => map.Apply(input, RoutingWeights.Chosen(RoutingGranularity.Constant, ones(1, 1), zeros(1, 1, ScalarType.Int64)), ExpertMixing.Outputs);
        var before = Apply().detach().clone();

        using (no_grad()) b.mul_(tensor(3));

        Apply().detach().ShouldBeNear(before.Times(3), 1e-5);
        using (no_grad()) Apply().ShouldBeNear(before.Times(3), 1e-5);
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(2, 3)]
    [InlineData(2, 300)]
    public void Examples_that_share_rows_of_weights_give_what_rows_of_their_own_give(int heads, int length)
    {
        using var scope = NewDisposeScope();
        using var map = new RoutedMap(Bank(9, 12, 16, ScalarType.Float64));
        var hidden = Tensors.Random(_numbers, 4 * length, 12);
        var examples = Positions.Between(0, 4).repeat_interleave(length);
        var rows = Tensors.Random(_numbers, 2, heads, 9);
        int[] owners = [1, 0, 1, 1];
        var input = new RoutingInput { Hidden = hidden, Examples = examples, ExampleCount = 4 };
        var spread = rows.index_select(0, tensor(Array.ConvertAll(owners, row => (long)row))).index_select(0, examples);

        var shared = map.Apply(input, RoutingWeights.Dense(RoutingGranularity.PerExample, rows.clone(), owners), ExpertMixing.Parameters);

        shared.ShouldBeNear(map.Apply(input, RoutingWeights.Dense(RoutingGranularity.PerToken, spread), ExpertMixing.Parameters));
    }

    private (Tensor Weights, Tensor Experts) Choices(int tokens, int experts, int width)
    {
        // Somebody is chosen by nobody where there are enough experts.
        long[] chosen = [.. Enumerable.Range(0, tokens).SelectMany(_ => Enumerable.Range(0, experts - (experts > width ? 1 : 0)).OrderBy(_ => _numbers.Next()).Take(width)).Select(expert => (long)expert)];
        return (Tensors.Random(_numbers, tokens, width).to_type(ScalarType.Float32), tensor(chosen, [tokens, width]));
    }

    // Ragged ranks, different scalings, and an expert that leaves the map alone.
    private ExpertBank Bank(int experts, int inputs, int outputs, ScalarType type) => new(
        new LinearMap("map", inputs, outputs),
        [.. Enumerable.Range(0, experts).Select(expert => $"expert {expert}")],
        [.. Enumerable.Range(0, experts).Select(expert => expert == 2 ? null : new LoraFactors(
            Tensors.Random(_numbers, 1 + expert % 6, inputs).to_type(type), Tensors.Random(_numbers, outputs, 1 + expert % 6).to_type(type), 0.25 + expert % 3))]);
}

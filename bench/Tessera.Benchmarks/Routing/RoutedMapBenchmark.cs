using BenchmarkDotNet.Attributes;
using Tessera.Adapters.Routing;
using Tessera.Routers.Arrow;
using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Native;
using Tessera.Sdk.Tensors.Routing;
using static TorchSharp.torch;

namespace Tessera.Benchmarks.Routing;

/// <summary>
/// Claim: a map of 2048 by 2048 with 256 experts of rank 4, of which arrow gives 4 to each token, costs at most a quarter more than the bare map
/// at 2048 tokens on two cores, and as much with a router that a third party writes against the SDK; computing every expert for every token (as PEFT does) or materialising factors for each token (as MTTL does) costs a multiple.
/// </summary>
/// <remarks>
/// The others are given the weights for nothing, the tensors of all experts without copying them, and loops where one tensor of all results would not fit.
/// Materialising mixes parameters, so it is compared with the routed map that does so, too.
/// </remarks>
[Config(typeof(LongOperations))]
public class RoutedMapBenchmark
{
    private const int Width = 2048, Rank = 4, TopK = 4;

    private RoutedGroup? _outputs, _parameters, _thirdParty;
    private ExpertBank? _bank;
    private Tensor? _weight, _hidden, _dense, _a, _b;

    [Params(10, 64, 256)]
    public int Experts { get; set; }

    [Params(1, 64, 2048)]
    public int Tokens { get; set; }

    [GlobalSetup]
    public void CheckOutputs()
    {
        Libtorch.EnsureLoaded();
        _bank = RandomExperts.Make(Experts, Width, Rank);
        RoutedGroup Prepare(ExpertMixing mixing) => RoutedGroup.Prepare(new ArrowRouter(new ArrowOptions { TopK = TopK, Mixing = mixing }), [_bank], new RoutingContext());
        _thirdParty = RoutedGroup.Prepare(new ThirdPartyArrow(TopK), [_bank], new RoutingContext());
        (_outputs, _parameters) = (Prepare(ExpertMixing.Outputs), Prepare(ExpertMixing.Parameters));
        (_weight, _hidden) = (randn(Width, Width).Over(Math.Sqrt(Width)), randn(Tokens, Width));
        using (var weights = _outputs.Routing.Route(new RoutingInput { Hidden = _hidden })) _dense = weights.ToDense(Experts);
        _a = stack(_bank.Factors.Select(factors => factors!.A.t()), 0).contiguous();
        _b = stack(_bank.Factors.Select(factors => factors!.B.t()), 0).contiguous();
        using var scope = NewDisposeScope();
        Compare(Add(_outputs), EveryExpert(_hidden));
        Compare(Add(_parameters), Materialised(_hidden));
        Compare(Add(_thirdParty), Add(_outputs));
    }

    [GlobalCleanup]
    public void Release()
    {
        _outputs?.Dispose();
        _parameters?.Dispose();
        _thirdParty?.Dispose();
        _bank?.Dispose();
        foreach (var tensor in new[] { _weight, _hidden, _dense, _a, _b }) tensor?.Dispose();
    }

    [Benchmark(Baseline = true)]
    public void BareMap()
    {
        using var output = _hidden!.mm(_weight!.t());
    }

    [Benchmark]
    public void RoutedOutputs()
    {
        using var output = Add(_outputs!);
    }

    [Benchmark]
    public void RoutedOutputsByThirdParty()
    {
        using var output = Add(_thirdParty!);
    }

    [Benchmark]
    public void RoutedParameters()
    {
        using var output = Add(_parameters!);
    }

    [Benchmark]
    public void EveryExpertForEveryToken()
    {
        using var scope = NewDisposeScope();
        EveryExpert(_hidden!);
    }

    [Benchmark]
    public void FactorsForEveryToken()
    {
        using var scope = NewDisposeScope();
        Materialised(_hidden!);
    }

    private Tensor Add(RoutedGroup group)
    {
        var output = _hidden!.mm(_weight!.t());
        using var added = group.Apply(new RoutingInput { Hidden = _hidden })[0];
        return output.Accumulate(added);
    }

    private Tensor EveryExpert(Tensor hidden)
    {
        var output = hidden.mm(_weight!.t());
        for (var expert = 0; expert < Experts; expert++)
        {
            using var scope = NewDisposeScope();
            output.Accumulate(hidden.mm(_a![expert]).mm(_b![expert]).mul_(_dense!.narrow(1, expert, 1)));
        }

        return output;
    }

    private Tensor Materialised(Tensor hidden)
    {
        var a = _dense!.mm(_a!.reshape(Experts, -1)).reshape(hidden.shape[0], Width, Rank);
        var b = _dense.mm(_b!.reshape(Experts, -1)).reshape(hidden.shape[0], Rank, Width);
        return hidden.mm(_weight!.t()).Accumulate(hidden.unsqueeze(1).bmm(a).bmm(b).squeeze(1));
    }

    private static void Compare(Tensor ours, Tensor theirs)
    {
        var difference = ((ours - theirs).abs().max() / theirs.abs().max()).Number();
        if (difference > 1e-4) throw new InvalidOperationException($"The results differ by {difference:g3} of the largest number.");
    }
}

using System.Runtime.InteropServices;
using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Native;
using Tessera.Sdk.Tensors.Routing;
using TorchSharp;

namespace Tessera.Sdk.Testing.Tests.Routers;

/// <summary>For each check, routers that break just what it asks for.</summary>
internal static class FaultyRouters
{
    private static readonly Random _unseeded = new();
    private static readonly List<torch.Tensor> _kept = [];

    public static IReadOnlyList<(string Id, Func<IRouter> Create)> All { get; } =
    [
        ("CONF-R01", () => new SoftRouter { Weigh = (weights, _) => RoutingWeights.Dense(RoutingGranularity.PerExample, weights) }),
        ("CONF-R01", () => new SoftRouter { Weigh = (weights, _) => RoutingWeights.Dense(RoutingGranularity.PerToken, weights.narrow(1, 0, 2).clone()) }),
        ("CONF-R02", () => new SoftRouter { Weigh = (weights, _) => RoutingWeights.Dense(RoutingGranularity.PerToken, weights.round().to_type(torch.ScalarType.Int64)) }),
        ("CONF-R02", () => new SoftRouter { Weigh = (weights, _) => RoutingWeights.Dense(RoutingGranularity.PerToken, weights.log().Over(0)) }),
        ("CONF-R03", () => new SoftRouter { Weigh = (weights, _) => TopTwo(weights, experts => experts.Plus(1000)) }),
        ("CONF-R03", () => new SoftRouter { Weigh = (weights, _) => TopTwo(weights, experts => experts.Times(0)) }),
        ("CONF-R04", () => new SoftRouter { Weigh = (weights, _) => TopTwo(weights, experts => experts.flip(1), chosen => chosen.flip(1)) }),
        ("CONF-R05", () => new SoftRouter { Weigh = (weights, _) => RoutingWeights.Dense(RoutingGranularity.PerToken, torch.stack([weights, weights], 1)) }),
        ("CONF-R05", () => new SoftRouter { Mixing = ExpertMixing.Parameters, Weigh = (weights, _) => RoutingWeights.Dense(RoutingGranularity.PerToken, torch.stack([weights, weights, weights], 1)) }),
        ("CONF-R06", () => new SoftRouter { Score = (scores, input) => { input.Hidden.Accumulate(input.Hidden); return scores; } }),
        ("CONF-R06", () => new SoftRouter { Score = (scores, input) => { input.Hidden.Dispose(); return scores; } }),
        ("CONF-R07", () => new SoftRouter { OnPrepare = (banks, _) => banks[0].Factors.OfType<LoraFactors>().First().A.div_(banks[0].Factors.OfType<LoraFactors>().First().A.norm()) }),
        ("CONF-R07", () => new SoftRouter { Keep = factor => factor }),
        ("CONF-R08", () => new SoftRouter { Keep = factor => factor.view(factor.shape) }),
        ("CONF-R09", () => new SoftRouter { Score = (scores, _) => { Keep(scores.clone()); return scores; } }),
        ("CONF-R10", () => new SoftRouter { OnPrepare = (banks, _) => Keep(banks[0].Factors.OfType<LoraFactors>().First().A.clone()) }),
        ("CONF-R11", () => new SoftRouter { Score = (scores, input) => scores.Plus(Positions.Between(0, scores.shape[1]).Times(input.Seed.CreateRandom().NextDouble())) }),
        ("CONF-R12", () => new SoftRouter { Score = (scores, input) => input.Training ? scores.Plus(torch.rand_like(scores)) : scores }),
        ("CONF-R13", Unrepeatable),
        ("CONF-R14", () => new SoftRouter { Score = (scores, _) => scores - scores.mean([0L], keepdim: true) * Positions.Between(0, scores.shape[1]) }),
        ("CONF-R15", () => new SoftRouter { Score = (scores, _) => scores.Plus(Positions.Between(0, scores.shape[1])) }),
        ("CONF-R16", () => new SoftRouter { Score = (scores, _) => scores.shape[0] == 0 ? throw new InvalidOperationException("no tokens") : scores }),
        ("CONF-R16", () => new SoftRouter { Score = (scores, _) => scores / scores.std(0L, unbiased: true, keepdim: true) }),
        ("CONF-R17", () => new SoftRouter { Weigh = (weights, _) => TopTwo(weights, experts => experts) }),
        ("CONF-R18", () => new SoftRouter { OnPrepare = (banks, _) => torch.stack([.. banks[0].Factors.OfType<LoraFactors>().Select(factors => factors.A)], 0).Dispose() }),
        ("CONF-R19", () => new SoftRouter { OnPrepare = (banks, _) => ArgumentNullException.ThrowIfNull(banks[0].Factors[0]) }),
        ("CONF-R20", () => new SoftRouter { OnPrepare = (banks, _) => { if (banks[0].Factors.Any(factors => factors?.B.norm().Number() == 0)) throw new DivideByZeroException(); } }),
        ("CONF-R21", () => new SoftRouter { Keep = factor => factor.to_type(torch.ScalarType.Float32).clone() }),
        ("CONF-R22", () => new SoftRouter { OnPrepare = (banks, _) => { if (banks.Count > 1) throw new NotSupportedException("one map"); } }),
        ("CONF-R23", () => new SoftRouter { Score = (scores, input) => input.Tasks!.Any(task => task < 0) ? throw new ArgumentOutOfRangeException(nameof(input)) : scores }),
        ("CONF-R24", () => new SoftRouter { Score = (scores, input) => input.Hidden.isnan().any().Holds() ? scores.Times(double.NaN) : scores }),
        ("CONF-R25", () => new SoftRouter { Learns = true, Restores = false }),
        ("CONF-R26", () => new SoftRouter { Learns = true, Keep = tensor => tensor.dim() == 1 ? tensor : tensor.clone() }),
        ("CONF-R27", () => new SoftRouter { Learns = true, Refuses = false }),
        ("CONF-R28", () => new SoftRouter { Learns = true, Weigh = (weights, _) => RoutingWeights.Dense(RoutingGranularity.PerToken, weights.detach().clone()) }),
        ("CONF-R29", () => new SoftRouter { Learns = true, Wrap = (routing, context) => new GatedRouting(routing, context) { Refuses = false } }),
        ("CONF-R30", () => new SoftRouter { Learns = true, Wrap = (routing, context) => new GatedRouting(routing, context) { Alone = false } }),
        ("CONF-R31", () => new SoftRouter { Wrap = (routing, _) => new MixedRouting(routing) { LearnedPower = 2 } }),
        ("CONF-R32", () => new HeldRouter()),
        ("CONF-R33", () => new SoftRouter { Wrap = (routing, _) => new BlindRouting(routing) }),
    ];

    private static RoutingWeights TopTwo(torch.Tensor weights, Func<torch.Tensor, torch.Tensor> experts, Func<torch.Tensor, torch.Tensor>? chosen = null)
    {
        var (values, indices) = weights.topk(2, dim: 1);
        return RoutingWeights.Chosen(RoutingGranularity.PerToken, chosen is null ? values : chosen(values), experts(indices));
    }

    private static void Keep(torch.Tensor tensor) => _kept.Add(tensor.DetachFromDisposeScope());

    private sealed class HeldRouter : SoftRouter
    {
        private readonly GCHandle _holder;

        public HeldRouter() => _holder = GCHandle.Alloc(this);
    }

    private static SoftRouter Unrepeatable()
    {
        var chance = _unseeded.NextDouble();
        return new SoftRouter { Score = (scores, _) => scores.Plus(Positions.Between(0, scores.shape[1]).Times(chance)) };
    }
}

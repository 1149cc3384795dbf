using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Routing;
using TorchSharp;

namespace Tessera.Benchmarks.Routing;

/// <summary>
/// Arrow as somebody else would write it, in one file against the SDK alone: the prototype of an expert is the direction of the input that ΔW = B A
/// answers most strongly, its first right singular vector, of which it says nothing which way it points.
/// </summary>
internal sealed class ThirdPartyArrow(int topK) : IRouter
{
    public ExpertMixing Mixing => ExpertMixing.Outputs;

    public IMapRouting Prepare(IReadOnlyList<ExpertBank> banks, RoutingContext context)
    {
        using var scope = torch.NewDisposeScope();
        return new Routing(torch.stack(banks[0].Factors.Select(factors => Prototype(factors!)), 0).t().contiguous().DetachFromDisposeScope(), topK);
    }

    private static torch.Tensor Prototype(LoraFactors factors)
    {
        var (directions, core) = torch.linalg.qr(factors.A.t());
        var (_, _, answers) = torch.linalg.svd(factors.B.mm(core.t()), fullMatrices: false);
        return directions.mv(answers[0]);
    }

    private sealed class Routing(torch.Tensor prototypes, int topK) : IMapRouting
    {
        public IReadOnlyDictionary<string, torch.Tensor> Parameters { get; } = new Dictionary<string, torch.Tensor>();

        public IReadOnlyDictionary<string, torch.Tensor> State { get; } = new Dictionary<string, torch.Tensor>();

        public RoutingWeights Route(RoutingInput input)
        {
            using var scores = input.Hidden.mm(prototypes);
            return TopExperts.Choose(scores, topK, magnitudes: true);
        }

        public void Dispose() => prototypes.Dispose();
    }
}

using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Routing;
using TorchSharp;

namespace Tessera.Adapters.Tests;

/// <summary>A router that gives every expert one weight, and counts what it is asked.</summary>
internal sealed class FixedRouter(double weight, ExpertMixing mixing = ExpertMixing.Outputs) : IRouter
{
    /// <summary>The names of the maps that were prepared together, call by call.</summary>
    public List<string> Prepared { get; } = [];

    public int Routed { get; private set; }

    public int Disposed { get; private set; }

    public ExpertMixing Mixing => mixing;

    public IMapRouting Prepare(IReadOnlyList<ExpertBank> banks, RoutingContext context)
    {
        Prepared.Add(string.Join(" ", banks.Select(bank => bank.Map.Name)));
        return new Routing(this, weight, banks[0].Count);
    }

    private sealed class Routing(FixedRouter router, double weight, int experts) : IMapRouting
    {
        public IReadOnlyDictionary<string, torch.Tensor> Parameters { get; } = new Dictionary<string, torch.Tensor>();

        public IReadOnlyDictionary<string, torch.Tensor> State { get; } = new Dictionary<string, torch.Tensor>();

        public RoutingWeights Route(RoutingInput input)
        {
            router.Routed++;
            using var kept = weight.ToScalar();
            return RoutingWeights.Dense(RoutingGranularity.Constant, torch.full([1, experts], kept, torch.ScalarType.Float64));
        }

        public void Dispose() => router.Disposed++;
    }
}

using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Native;
using Tessera.Sdk.Tensors.Routing;
using TorchSharp;

namespace Strangers;

/// <summary>Somebody's own router: each token goes to the experts whose examples have the nearest mean. It knows the SDK alone, and trains nothing.</summary>
public sealed class NearestMeanRouter : IRouter
{
    /// <inheritdoc/>
    public ExpertMixing Mixing => ExpertMixing.Outputs;

    /// <inheritdoc/>
    public IMapRouting Prepare(IReadOnlyList<ExpertBank> banks, RoutingContext context) => new Routing(banks[0].Count, banks[0].Map.InputSize);

    private sealed class Routing(int experts, int width) : ICalibratedRouting
    {
        private readonly torch.Tensor _sums = torch.zeros(experts, width).DetachFromDisposeScope(), _counts = torch.zeros(experts, 1).DetachFromDisposeScope();

        public CalibrationPlan Plan => new() { Examples = 20 };

        public bool IsCalibrated { get; private set; }

        public IReadOnlyDictionary<string, torch.Tensor> Parameters { get; } = new Dictionary<string, torch.Tensor>();

        public IReadOnlyDictionary<string, torch.Tensor> State { get; } = new Dictionary<string, torch.Tensor>();

        public void Observe(int expert, RoutingInput input)
        {
            using var scope = torch.NewDisposeScope();
            _sums[expert].Accumulate(input.Hidden.sum([0L]));
            _counts[expert].Accumulate(input.Hidden.shape[0]);
        }

        public void Complete() => IsCalibrated = true;

        public RoutingWeights Route(RoutingInput input)
        {
            using var scope = torch.NewDisposeScope();
            var distances = torch.cdist(input.Hidden, _sums / _counts);
            var weights = TopExperts.Choose(-distances, 1);
            weights.Weights.MoveToOuterDisposeScope();
            weights.Experts?.MoveToOuterDisposeScope();
            return weights;
        }

        public void Dispose()
        {
            _sums.Dispose();
            _counts.Dispose();
        }
    }
}

using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Native;
using Tessera.Sdk.Tensors.Routing;
using TorchSharp;

namespace Tessera.Adapters.Tests;

/// <summary>A router that notes what it observes, and learns a gate for each expert.</summary>
internal sealed class ObservingRouter(CalibrationPlan plan) : IRouter
{
    public List<(string Map, int Expert, double[] Hidden, int Examples)> Observed { get; } = [];

    public List<int> Completed { get; } = [];

    public ExpertMixing Mixing => ExpertMixing.Outputs;

    public IMapRouting Prepare(IReadOnlyList<ExpertBank> banks, RoutingContext context) => new Routing(this, plan, banks[0]);

    private sealed class Routing(ObservingRouter router, CalibrationPlan plan, ExpertBank bank) : ICalibratedRouting
    {
        private readonly torch.Tensor _gates = torch.zeros(bank.Count, torch.ScalarType.Float64).DetachFromDisposeScope().requires_grad_();

        private readonly string _map = bank.Map.Name;

        public CalibrationPlan Plan => plan;

        public bool IsCalibrated { get; private set; }

        public IReadOnlyDictionary<string, torch.Tensor> Parameters => new Dictionary<string, torch.Tensor> { ["gates"] = _gates };

        public IReadOnlyDictionary<string, torch.Tensor> State => Parameters;

        public void Observe(int expert, RoutingInput input) =>
            router.Observed.Add((_map, expert, input.Hidden.contiguous().data<double>().ToArray(), input.Examples is { } examples ? (int)examples.max().Index() + 1 : 1));

        public void Complete()
        {
            IsCalibrated = true;
            router.Completed.Add(router.Completed.Count);
        }

        public RoutingWeights Route(RoutingInput input)
        {
            using var scope = torch.NewDisposeScope();
            if (input.OwnExpert is not { } own) return RoutingWeights.Dense(RoutingGranularity.Constant, _gates.sigmoid().unsqueeze(0).MoveToOuterDisposeScope());
            return RoutingWeights.Chosen(RoutingGranularity.Constant, _gates[own].sigmoid().reshape(1, 1).MoveToOuterDisposeScope(), torch.tensor([(long)own], [1, 1]).MoveToOuterDisposeScope());
        }

        public void Dispose() => _gates.Dispose();
    }
}

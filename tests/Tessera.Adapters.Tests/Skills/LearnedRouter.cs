using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Routing;
using TorchSharp;

namespace Tessera.Adapters.Tests.Skills;

/// <summary>A router whose every task has a row of weights, taken as they are.</summary>
internal sealed class LearnedRouter : IRouter
{
    public ExpertMixing Mixing => ExpertMixing.Parameters;

    public IMapRouting Prepare(IReadOnlyList<ExpertBank> banks, RoutingContext context) => new Routing(
        context.State?["rows"].clone().DetachFromDisposeScope() ?? torch.zeros(context.Tasks.Count, banks[0].Count, torch.ScalarType.Float64).DetachFromDisposeScope());

    private sealed class Routing(torch.Tensor rows) : IMapRouting
    {
        public IReadOnlyDictionary<string, torch.Tensor> Parameters => new Dictionary<string, torch.Tensor> { ["rows"] = rows };

        public IReadOnlyDictionary<string, torch.Tensor> State => Parameters;

        public RoutingWeights Route(RoutingInput input)
        {
            using var tasks = torch.tensor(input.Tasks!.Select(task => (long)task).ToArray());
            return RoutingWeights.Dense(RoutingGranularity.PerExample, rows.index_select(0, tasks));
        }

        public void Dispose() => rows.Dispose();
    }
}

using Tessera.Adapters.Models;
using Tessera.Adapters.Routing;
using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Native;
using Tessera.Sdk.Tensors.Routing;
using TorchSharp;

namespace Tessera.Benchmarks.Scoring;

/// <summary>The obvious way to route outputs: every expert for every token, weighed by what the router says.</summary>
internal sealed class EveryExpert(RoutedExperts routed, IExpertLibrary library) : IAdaptation
{
    public IReadOnlyList<torch.Tensor?> Adapt(MapGroup group, torch.Tensor hidden, TokenBatch batch)
    {
        var outputs = new torch.Tensor?[group.Maps.Count];
        foreach (var (place, map) in group.Maps.Index())
        {
            using var scope = torch.NewDisposeScope();
            using var weights = routed.Groups.Single(one => one.Maps.Any(own => own.Name == map.Name)).Routing.Route(new RoutingInput { Hidden = hidden });
            var dense = weights.ToDense(library.Experts.Count);
            var index = library.Maps.Index().Single(known => known.Item.Name == map.Name).Index;
            var sum = torch.zeros(hidden.shape[0], map.OutputSize);
            for (var expert = 0; expert < library.Experts.Count; expert++)
            {
                var factors = library.Read(expert, index)!;
                sum.Accumulate(hidden.mm(factors.A.t()).mm(factors.B.t()) * dense.narrow(1, expert, 1).Times(factors.Scaling));
            }

            outputs[place] = sum.MoveToOuterDisposeScope();
        }

        return outputs;
    }
}

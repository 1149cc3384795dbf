using Tessera.Sdk.Tensors.Native;
using Tessera.Sdk.Tensors.Routing;
using TorchSharp;

namespace Tessera.Routers.Centroid;

/// <summary>Sums, in double precision, of what was observed of each expert. Each example counts with a state of length 1.</summary>
internal sealed class CentroidSums(bool[] present, int inputs, CentroidOptions options) : IDisposable
{
    private readonly torch.Tensor _sums = torch.zeros(present.Length, inputs, torch.ScalarType.Float64).DetachFromDisposeScope();
    private readonly int[] _counts = new int[present.Length];

    public void Add(int expert, RoutingInput input)
    {
        using var frozen = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var hidden = input.Hidden.detach().cpu().to_type(torch.ScalarType.Float64);
        var examples = input.Examples?.cpu() ?? torch.zeros(hidden.shape[0], torch.ScalarType.Int64);
        for (var example = 0; example < input.ExampleCount; example++)
        {
            using var number = example.ToScalar();
            var states = hidden.index_select(0, examples.eq(number).nonzero().squeeze(1));
            if (states.shape[0] == 0) continue;
            var state = options.State == ExampleState.Last ? states[-1] : states.mean([0L]);
            _sums[expert].Accumulate(torch.nn.functional.normalize(state, 2, 0));
            _counts[expert]++;
        }
    }

    /// <summary>The centroids of experts that were observed and adapt the map, (P, d_in), and those experts, (P).</summary>
    public (torch.Tensor Centroids, torch.Tensor Experts) Mean()
    {
        using var scope = torch.NewDisposeScope();
        long[] seen = [.. Enumerable.Range(0, present.Length).Where(expert => present[expert] && _counts[expert] > 0).Select(expert => (long)expert)];
        var experts = torch.tensor(seen, torch.ScalarType.Int64);
        var counts = torch.tensor(seen.Select(expert => (double)_counts[expert]).ToArray(), [seen.Length, 1]);
        var means = _sums.index_select(0, experts) / counts;
        if (options.UnitLength) means = torch.nn.functional.normalize(means, 2, 1);
        return (means.to_type(torch.ScalarType.Float32).DetachFromDisposeScope(), experts.DetachFromDisposeScope());
    }

    public void Dispose() => _sums.Dispose();
}

using Tessera.Sdk.Tensors.Routing;
using TorchSharp;

namespace Tessera.Routers.Discriminant;

/// <summary>Sums, in double precision, of the hidden states of each expert's examples, and of their products over all experts.</summary>
internal sealed class HiddenStatistics(bool[] present, int inputs) : IDisposable
{
    private readonly torch.Tensor _sums = torch.zeros(present.Length, inputs, torch.ScalarType.Float64).DetachFromDisposeScope();
    private readonly torch.Tensor _products = torch.zeros(inputs, inputs, torch.ScalarType.Float64).DetachFromDisposeScope();
    private readonly long[] _counts = new long[present.Length];

    public void Add(int expert, RoutingInput input)
    {
        if (!present[expert]) return;
        using var scope = torch.NewDisposeScope();
        using var frozen = torch.no_grad();
        var hidden = input.Hidden.detach().cpu().to_type(torch.ScalarType.Float64);
        _sums[expert].add_(hidden.sum([0L]));
        _products.addmm_(hidden.t(), hidden);
        _counts[expert] += hidden.shape[0];
    }

    /// <summary>
    /// The discriminants of the experts that were seen: with means μ_e, the covariance within experts Σ + ridge, the log-posterior of x
    /// is, but for a constant, x·Σ⁻¹μ_e − ½ μ_e·Σ⁻¹μ_e with equal priors.
    /// </summary>
    /// <returns>Directions Σ⁻¹μ_e, (P, d_in), offsets, (P), and the experts, (P).</returns>
    public Discriminants Solve(double ridge)
    {
        using var scope = torch.NewDisposeScope();
        long[] seen = [.. Enumerable.Range(0, present.Length).Where(expert => _counts[expert] > 0).Select(expert => (long)expert)];
        var experts = torch.tensor(seen, torch.ScalarType.Int64);
        var counts = torch.tensor(seen.Select(expert => (double)_counts[expert]).ToArray(), [seen.Length, 1]);
        var means = _sums.index_select(0, experts) / counts;
        // The common mean shifts all scores alike; without it the numbers stay small.
        var centre = seen.Length == 0 ? torch.zeros(inputs, torch.ScalarType.Float64) : means.mean([0L]);
        var offCentre = means - centre;
        var within = (_products - means.t().mm(means * counts)) / Math.Max(1, counts.sum().ToDouble());
        var floor = Math.Max(within.diagonal().mean().ToDouble() * ridge, 1e-12);
        var covariance = within + torch.eye(inputs, dtype: torch.ScalarType.Float64) * floor;
        var directions = torch.linalg.solve(covariance, offCentre.t()).t();
        var offsets = -0.5 * (directions * offCentre).sum(1) - directions.mv(centre);
        return new Discriminants(directions.contiguous().DetachFromDisposeScope(), offsets.DetachFromDisposeScope(), experts.DetachFromDisposeScope());
    }

    public void Dispose()
    {
        _sums.Dispose();
        _products.Dispose();
    }
}

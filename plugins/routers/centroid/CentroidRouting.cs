using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Native;
using Tessera.Sdk.Tensors.Routing;
using TorchSharp;

namespace Tessera.Routers.Centroid;

/// <summary>The centroids of the experts that adapt a map.</summary>
internal sealed class CentroidRouting : ICalibratedRouting
{
    private readonly CentroidOptions _options;
    private readonly LinearMap _map;
    private readonly CentroidSums _sums;
    private readonly int _expertCount;
    private torch.Tensor? _centroids, _experts;

    public CentroidRouting(IReadOnlyList<ExpertBank> banks, RoutingContext context, CentroidOptions options)
    {
        (_options, _map) = (options, banks[0].Map);
        _expertCount = banks[0].Count;
        bool[] present = [.. Enumerable.Range(0, banks[0].Count).Select(expert => banks.Any(bank => bank.Factors[expert] is not null))];
        _sums = new CentroidSums(present, _map.InputSize, options);
        if (context.State is { } state) (_centroids, _experts) = Restore(state, banks[0]);
    }

    /// <inheritdoc/>
    public CalibrationPlan Plan => new() { Examples = _options.Examples };

    /// <inheritdoc/>
    public bool IsCalibrated => _centroids is not null;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, torch.Tensor> Parameters { get; } = new Dictionary<string, torch.Tensor>();

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, torch.Tensor> State =>
        _centroids is null ? new Dictionary<string, torch.Tensor>() : new Dictionary<string, torch.Tensor> { ["centroids"] = _centroids, ["experts"] = _experts! };

    /// <inheritdoc/>
    public void Observe(int expert, RoutingInput input) => _sums.Add(expert, input);

    /// <inheritdoc/>
    public void Complete()
    {
        var (centroids, experts) = _sums.Mean();
        _centroids?.Dispose();
        _experts?.Dispose();
        (_centroids, _experts) = (centroids, experts);
    }

    /// <inheritdoc/>
    public RoutingWeights Route(RoutingInput input)
    {
        if (_centroids is null)
            throw new TesseraException(Diagnostic.Error("TESS5403", $"The routing of {_map.Name} has seen no examples of the experts.", remedy: "Calibrate router/centroid with examples of each expert before it routes."));
        using var scope = torch.NewDisposeScope();
        var type = input.Hidden.dtype == torch.ScalarType.Float64 || _centroids.dtype == torch.ScalarType.Float64 ? torch.ScalarType.Float64 : torch.ScalarType.Float32;
        var scores = input.Hidden.to_type(type).mm(_centroids.to(input.Hidden.device).to_type(type).t());
        var areAll = _experts!.shape[0] == _expertCount;
        var weights = TopExperts.Choose(scores, _options.TopK, _options.Temperature * Math.Sqrt(_map.InputSize), experts: areAll ? null : _experts);
        weights.Weights.MoveToOuterDisposeScope();
        weights.Experts?.MoveToOuterDisposeScope();
        return weights;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _sums.Dispose();
        _centroids?.Dispose();
        _experts?.Dispose();
    }

    private static (torch.Tensor Centroids, torch.Tensor Experts) Restore(IReadOnlyDictionary<string, torch.Tensor> state, ExpertBank bank)
    {
        using var scope = torch.NewDisposeScope();
        if (!state.TryGetValue("centroids", out var centroids) || !state.TryGetValue("experts", out var experts)
            || centroids.dim() != 2 || centroids.shape[1] != bank.Map.InputSize || !centroids.is_floating_point()
            || experts.dim() != 1 || experts.dtype != torch.ScalarType.Int64 || experts.shape[0] != centroids.shape[0]
            || (experts.shape[0] > 0 && (experts.min().Index() < 0 || experts.max().Index() >= bank.Count || !experts.diff().Above(0).all().Holds())))
            throw new TesseraException(Diagnostic.Error(
                "TESS5401", $"The saved routing does not fit {bank.Map.Name} with {bank.Count} experts.",
                remedy: $"The centroid router saves 'centroids' (experts, {bank.Map.InputSize}) and 'experts'. Calibrate it anew."));
        return (centroids.clone().DetachFromDisposeScope(), experts.clone().DetachFromDisposeScope());
    }
}

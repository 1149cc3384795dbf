using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Routing;
using TorchSharp;

namespace Tessera.Routers.Discriminant;

/// <summary>Routes the tokens of a map, or of tied maps, by the posterior of the experts.</summary>
internal sealed class DiscriminantRouting : ICalibratedRouting
{
    private readonly DiscriminantOptions _options;
    private readonly HiddenStatistics _statistics;
    private readonly int _expertCount;
    private readonly string _map;
    private Discriminants? _discriminants;

    public DiscriminantRouting(IReadOnlyList<ExpertBank> banks, RoutingContext context, DiscriminantOptions options)
    {
        (_options, _expertCount, _map) = (options, banks[0].Count, banks[0].Map.Name);
        bool[] present = [.. Enumerable.Range(0, _expertCount).Select(expert => banks.Any(bank => bank.Factors[expert] is not null))];
        _statistics = new HiddenStatistics(present, banks[0].Map.InputSize);
        if (context.State is { } state) _discriminants = Discriminants.Restore(state, banks[0]);
    }

    /// <inheritdoc/>
    public CalibrationPlan Plan => new() { Examples = _options.Examples };

    /// <inheritdoc/>
    public bool IsCalibrated => _discriminants is not null;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, torch.Tensor> Parameters { get; } = new Dictionary<string, torch.Tensor>();

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, torch.Tensor> State => _discriminants?.ToState() ?? [];

    /// <inheritdoc/>
    public void Observe(int expert, RoutingInput input) => _statistics.Add(expert, input);

    /// <inheritdoc/>
    public void Complete()
    {
        _discriminants?.Dispose();
        _discriminants = _statistics.Solve(_options.Ridge);
    }

    /// <inheritdoc/>
    public RoutingWeights Route(RoutingInput input)
    {
        if (_discriminants is null)
            throw new TesseraException(Diagnostic.Error("TESS5403", $"The routing of {_map} has seen no examples of the experts.", remedy: "Calibrate router/discriminant with examples of each expert before it routes."));
        using var scope = torch.NewDisposeScope();
        var type = input.Hidden.dtype == torch.ScalarType.Float64 ? torch.ScalarType.Float64 : torch.ScalarType.Float32;
        var (directions, offsets) = (_discriminants.Directions.to(type, input.Hidden.device), _discriminants.Offsets.to(type, input.Hidden.device));
        var scores = input.Hidden.to_type(type).mm(directions.t()) + offsets;
        var areAll = _discriminants.Experts.shape[0] == _expertCount;
        using var chosen = TopExperts.Choose(scores, _options.TopK, _options.Temperature, experts: areAll ? null : _discriminants.Experts);
        var weights = (chosen.Weights * _options.Scale).MoveToOuterDisposeScope();
        return chosen.Experts is { } experts
            ? RoutingWeights.Chosen(RoutingGranularity.PerToken, weights, experts.clone().MoveToOuterDisposeScope())
            : RoutingWeights.Dense(RoutingGranularity.PerToken, weights);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _statistics.Dispose();
        _discriminants?.Dispose();
    }
}

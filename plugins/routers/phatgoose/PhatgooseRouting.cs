using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Native;
using Tessera.Sdk.Tensors.Routing;
using TorchSharp;

namespace Tessera.Routers.Phatgoose;

/// <summary>The gates v of one map, (E, d_in), zero at first. Trained, they route by LN(x) · LN(v) / √d.</summary>
internal sealed class PhatgooseRouting : ICalibratedRouting
{
    private const string GatesName = "gates";

    /// <summary>What a layer norm adds to the variance.</summary>
    private const double NormEpsilon = 1e-5;

    private readonly PhatgooseOptions _options;
    private readonly LinearMap _map;
    private readonly torch.Tensor _gates, _experts;

    public PhatgooseRouting(IReadOnlyList<ExpertBank> banks, RoutingContext context, PhatgooseOptions options)
    {
        (_options, _map) = (options, banks[0].Map);
        var type = banks.Any(bank => bank.Factors.Any(factors => factors?.A.dtype == torch.ScalarType.Float64)) ? torch.ScalarType.Float64 : torch.ScalarType.Float32;
        long[] present = [.. Enumerable.Range(0, banks[0].Count).Where(expert => banks.Any(bank => bank.Factors[expert] is not null)).Select(expert => (long)expert)];
        _gates = context.State is { } state ? Restore(state, banks[0]) : torch.zeros(banks[0].Count, _map.InputSize, type).DetachFromDisposeScope();
        _gates.requires_grad_();
        _experts = torch.tensor(present, torch.ScalarType.Int64).DetachFromDisposeScope();
        IsCalibrated = context.State is not null;
        Parameters = new Dictionary<string, torch.Tensor> { [GatesName] = _gates };
    }

    /// <inheritdoc/>
    public CalibrationPlan Plan => new() { Steps = _options.Steps, LearningRate = _options.LearningRate };

    /// <inheritdoc/>
    public bool IsCalibrated { get; private set; }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, torch.Tensor> Parameters { get; }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, torch.Tensor> State => Parameters;

    /// <inheritdoc/>
    public void Observe(int expert, RoutingInput input)
    {
        // Gates learn from the loss, not from what is observed.
    }

    /// <inheritdoc/>
    public void Complete() => IsCalibrated = true;

    /// <inheritdoc/>
    public RoutingWeights Route(RoutingInput input)
    {
        using var scope = torch.NewDisposeScope();
        var type = input.Hidden.dtype == torch.ScalarType.Float64 || _gates.dtype == torch.ScalarType.Float64 ? torch.ScalarType.Float64 : torch.ScalarType.Float32;
        var (hidden, gates) = (input.Hidden.to_type(type), _gates.to(input.Hidden.device).to_type(type));
        if (input.OwnExpert is { } own)
        {
            var opened = hidden.mv(gates[own]).sigmoid().unsqueeze(1);
            var owner = torch.tensor([(long)own], device: hidden.device).repeat(hidden.shape[0], 1);
            return RoutingWeights.Chosen(RoutingGranularity.PerToken, opened.MoveToOuterDisposeScope(), owner.MoveToOuterDisposeScope());
        }

        if (!IsCalibrated)
            throw new TesseraException(Diagnostic.Error("TESS5403", $"The gates of {_map.Name} were not trained.", remedy: "Calibrate router/phatgoose with examples of each expert before it routes."));
        var experts = _experts.to(hidden.device);
        var centred = torch.nn.functional.layer_norm(gates.index_select(0, experts), [_map.InputSize], eps: NormEpsilon);
        // What is centred is blind to the mean of the other side: of the tokens only the deviation is needed.
        var deviation = (hidden - hidden.mean([1L], keepdim: true)).Squared().mean([1L], keepdim: true).Plus(NormEpsilon).sqrt();
        var weights = TopExperts.Choose(hidden.mm(centred.t()) / deviation, _options.TopK, _options.Temperature * Math.Sqrt(_map.InputSize), experts: experts);
        weights.Weights.MoveToOuterDisposeScope();
        weights.Experts?.MoveToOuterDisposeScope();
        return weights;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _gates.Dispose();
        _experts.Dispose();
    }

    private static torch.Tensor Restore(IReadOnlyDictionary<string, torch.Tensor> state, ExpertBank bank)
    {
        if (!state.TryGetValue(GatesName, out var gates) || !gates.shape.SequenceEqual([bank.Count, bank.Map.InputSize]) || !gates.is_floating_point())
            throw new TesseraException(Diagnostic.Error(
                "TESS5401", $"The saved routing does not fit {bank.Map.Name} with {bank.Count} experts.",
                remedy: $"PHATGOOSE saves '{GatesName}' ({bank.Count}, {bank.Map.InputSize}). Train the gates anew."));
        using var alias = gates.detach();
        return alias.clone().DetachFromDisposeScope();
    }
}

using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Routing;
using TorchSharp;

namespace Tessera.Adapters.Routing;

/// <summary>Applies routing weights to the experts of one linear map. No matrix is ever made for a single token.</summary>
public sealed class RoutedMap : IDisposable
{
    private readonly PackedExperts _experts;

    /// <summary>Packs the experts of a map.</summary>
    /// <param name="bank">The experts; they are copied.</param>
    public RoutedMap(ExpertBank bank)
    {
        ArgumentNullException.ThrowIfNull(bank);
        Map = bank.Map;
        _experts = new PackedExperts(bank);
    }

    /// <summary>The map.</summary>
    public LinearMap Map { get; }

    /// <summary>Gets what the experts add to the map's output.</summary>
    /// <param name="input">The input, as the router saw it.</param>
    /// <param name="weights">The weights.</param>
    /// <param name="mixing">What the weights are applied to.</param>
    /// <returns>A new tensor, (tokens, d_out), of the states' type; it is computed in single precision, or in double where states or experts are.</returns>
    /// <exception cref="ArgumentException">
    /// The shapes do not fit, an expert or example is named that does not exist, heads are asked to mix outputs, or states and experts are on different devices.
    /// </exception>
    public torch.Tensor Apply(RoutingInput input, RoutingWeights weights, ExpertMixing mixing)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(weights);
        var hidden = input.Hidden;
        if (hidden.dim() != 2 || hidden.shape[1] != Map.InputSize)
            throw new ArgumentException($"The input of {Map.Name} is (tokens, {Map.InputSize}), not ({string.Join(", ", hidden.shape)}).", nameof(input));
        if (!hidden.is_floating_point()) throw new ArgumentException($"Hidden states are floating-point numbers, not {hidden.dtype}.", nameof(input));
        if (weights.Heads > 1 && mixing == ExpertMixing.Outputs) throw new ArgumentException("Several heads mix parameters; they cannot mix outputs.", nameof(mixing));
        using var scope = torch.NewDisposeScope();
        TokenWeights.Check(input, weights, _experts.Count);
        if (_experts.IsEmpty || hidden.shape[0] == 0) return torch.zeros(hidden.shape[0], Map.OutputSize, hidden.dtype, hidden.device).MoveToOuterDisposeScope();
        if (hidden.device.ToString() != _experts.A.device.ToString())
            throw new ArgumentException($"The hidden states are on {hidden.device}, and the experts of {Map.Name} on {_experts.A.device}.", nameof(input));
        var type = PackedExperts.Working(hidden.dtype, _experts.A.dtype);
        var output = Mix(_experts.In(type), input with { Hidden = hidden.to_type(type) }, weights, mixing).to_type(hidden.dtype);
        return output.MoveToOuterDisposeScope();
    }

    /// <summary>Disposes of the packed experts.</summary>
    public void Dispose() => _experts.Dispose();

    private torch.Tensor Mix(PackedExperts experts, RoutingInput input, RoutingWeights weights, ExpertMixing mixing) =>
        mixing == ExpertMixing.Parameters ? ParameterMixing.Apply(experts, Map, input, weights)
        : weights.Experts is not null && weights.Granularity == RoutingGranularity.PerToken ? GroupedOutputMixing.Apply(experts, input, weights)
        : DenseOutputMixing.Apply(experts, input, weights);
}

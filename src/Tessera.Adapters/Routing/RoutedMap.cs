using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Routing;
using TorchSharp;

namespace Tessera.Adapters.Routing;

/// <summary>Applies routing weights to the experts of one linear map. No matrix is ever made for a single token.</summary>
public sealed class RoutedMap : IDisposable
{
    private readonly PackedExperts _experts;

    /// <summary>Packs the experts of a map.</summary>
    /// <param name="bank">
    /// The experts; they are copied. Where factors ask for gradients they are not: the bank then has to live as long as the map, each call
    /// uses the factors as they are at the time, and gradients reach them.
    /// </param>
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
        if (Map.InputSize % weights.Heads != 0 || Map.OutputSize % weights.Heads != 0)
            throw new ArgumentException($"{weights.Heads} heads do not divide the {Map.InputSize} inputs and {Map.OutputSize} outputs of {Map.Name}.", nameof(weights));
        using var scope = torch.NewDisposeScope();
        TokenWeights.Check(input, weights, _experts.Count);
        if (_experts.IsEmpty || hidden.shape[0] == 0) return torch.zeros(hidden.shape[0], Map.OutputSize, hidden.dtype, hidden.device).MoveToOuterDisposeScope();
        if (hidden.device_type != _experts.A.device_type || hidden.device_index != _experts.A.device_index)
            throw new ArgumentException($"The hidden states are on {hidden.device}, and the experts of {Map.Name} on {_experts.A.device}.", nameof(input));
        var type = PackedExperts.Working(hidden.dtype, _experts.A.dtype);
        var output = KernelChoice.Mix(_experts.Current(Map, type), Map, input with { Hidden = hidden.to_type(type).contiguous() }, weights, mixing);
        return output.to_type(hidden.dtype).MoveToOuterDisposeScope();
    }

    /// <summary>Disposes of the packed experts.</summary>
    public void Dispose() => _experts.Dispose();
}

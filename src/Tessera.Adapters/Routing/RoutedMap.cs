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
    /// <returns>A new tensor, (tokens, d_out).</returns>
    /// <exception cref="ArgumentException">The shapes do not fit, or heads are asked to mix outputs.</exception>
    public torch.Tensor Apply(RoutingInput input, RoutingWeights weights, ExpertMixing mixing)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(weights);
        var hidden = input.Hidden;
        if (hidden.dim() != 2 || hidden.shape[1] != Map.InputSize)
            throw new ArgumentException($"The input of {Map.Name} is (tokens, {Map.InputSize}), not ({string.Join(", ", hidden.shape)}).", nameof(input));
        if (_experts.IsEmpty || hidden.shape[0] == 0) return torch.zeros(hidden.shape[0], Map.OutputSize, hidden.dtype, hidden.device);
        using var scope = torch.NewDisposeScope();
        var output = mixing == ExpertMixing.Parameters ? ParameterMixing.Apply(_experts, Map, input, weights)
            : weights.Heads > 1 ? throw new ArgumentException("Several heads mix parameters; they cannot mix outputs.", nameof(mixing))
            : weights.Experts is not null && weights.Granularity == RoutingGranularity.PerToken ? GroupedOutputMixing.Apply(_experts, Map, input, weights)
            : DenseOutputMixing.Apply(_experts, input, weights);
        return output.MoveToOuterDisposeScope();
    }

    /// <summary>Disposes of the packed experts.</summary>
    public void Dispose() => _experts.Dispose();
}

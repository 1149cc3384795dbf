using Tessera.Sdk.Tensors.Routing;
using TorchSharp;

namespace Tessera.Routers.Uniform;

/// <summary>The weight scale/E for each of E experts.</summary>
internal sealed class UniformRouting(int expertCount, double scale) : IMapRouting
{
    /// <inheritdoc/>
    public IReadOnlyDictionary<string, torch.Tensor> Parameters { get; } = new Dictionary<string, torch.Tensor>();

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, torch.Tensor> State { get; } = new Dictionary<string, torch.Tensor>();

    /// <inheritdoc/>
    public bool IgnoresHidden => true;

    /// <inheritdoc/>
    public RoutingWeights Route(RoutingInput input)
    {
        using var share = (scale / expertCount).ToScalar();
        return RoutingWeights.Dense(RoutingGranularity.Constant, torch.full([1, expertCount], share, torch.ScalarType.Float64, input.Hidden.device));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Holds no tensors.
    }
}

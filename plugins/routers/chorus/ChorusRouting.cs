using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Routing;
using TorchSharp;

namespace Tessera.Routers.Chorus;

/// <summary>Expert e has the weight s · softmax_e(|x · v_e| / t), with v_e its prototype.</summary>
internal sealed class ChorusRouting(ExpertPrototypes prototypes, ChorusOptions options) : IMapRouting
{
    // Kept, so that it is not collected while libtorch reads it.
    private readonly Scalar _scale = options.Scale;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, torch.Tensor> Parameters { get; } = new Dictionary<string, torch.Tensor>();

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, torch.Tensor> State { get; } = prototypes.ToState();

    /// <inheritdoc/>
    public RoutingWeights Route(RoutingInput input)
    {
        using var scores = prototypes.Score(input.Hidden);
        var chosen = TopExperts.Choose(scores, options.TopK, options.Temperature, magnitudes: true, prototypes.AreOfAll ? null : prototypes.Experts);
        chosen.Weights.mul_(_scale);
        return chosen;
    }

    /// <inheritdoc/>
    public void Dispose() => prototypes.Dispose();
}

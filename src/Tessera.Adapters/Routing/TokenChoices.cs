using Tessera.Sdk.Tensors.Routing;
using TorchSharp;

namespace Tessera.Adapters.Routing;

/// <summary>The experts that each token uses.</summary>
/// <param name="Experts">(tokens, k), 64-bit.</param>
/// <param name="Weights">(tokens, k), of the type that is computed in.</param>
internal sealed record TokenChoices(torch.Tensor Experts, torch.Tensor Weights)
{
    public int Width => (int)Experts.shape[1];

    /// <summary>Chosen weights, whatever they hold for, with one row a token.</summary>
    public static TokenChoices Of(RoutingInput input, RoutingWeights weights, torch.ScalarType type)
    {
        var (experts, values) = (weights.Experts!, weights.Weights.to_type(type));
        if (weights.Granularity == RoutingGranularity.PerToken) return new TokenChoices(experts, values);
        if (weights.Granularity == RoutingGranularity.PerExample && input.Examples is { } examples)
            return new TokenChoices(experts.index_select(0, examples), values.index_select(0, examples));
        return new TokenChoices(experts.expand(input.Hidden.shape[0], experts.shape[1]), values.expand(input.Hidden.shape[0], experts.shape[1]));
    }
}

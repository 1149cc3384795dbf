using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Routing;
using TorchSharp;

namespace Tessera.Adapters.Routing;

/// <summary>Chooses the cheapest way to mix. All give the same. Where they cross is estimated from the work that each does, not measured.</summary>
internal static class KernelChoice
{
    /// <summary>Up to as many choices, factors are gathered.</summary>
    private const long FewChoices = 64;

    /// <summary>With general operators, dense products over rows of all experts are faster than segments up to as many times the rows chosen.</summary>
    private const long DenseRows = 16;

    public static torch.Tensor Mix(PackedExperts experts, LinearMap map, RoutingInput input, RoutingWeights weights, ExpertMixing mixing)
    {
        if (weights.Experts is null)
            return mixing == ExpertMixing.Outputs ? DenseOutputMixing.Apply(experts, input, weights)
                : MergedParameters.Pays(experts, input, weights) ? MergedParameters.Apply(experts, map, input, weights)
                : ParameterMixing.Apply(experts, map, input, weights);
        if (weights.Experts.shape[1] == 0) return torch.zeros(input.Hidden.shape[0], map.OutputSize, input.Hidden.dtype, input.Hidden.device);
        var choices = TokenChoices.Of(input, weights, input.Hidden.dtype);
        if (FusedMixing.CanApply(experts, input, choices)) return FusedMixing.Apply(experts, input, choices, mixing);
        if (choices.Experts.numel() <= FewChoices) return GatheredMixing.Apply(experts, input, choices, mixing);
        if (experts.A.shape[0] <= DenseRows * choices.Width * experts.Layout.MostRank)
            return mixing == ExpertMixing.Outputs ? DenseOutputMixing.Apply(experts, input, weights) : ParameterMixing.Apply(experts, map, input, weights);
        // Elsewhere than on the CPU, to know how many tokens each expert has would be a wait.
        return input.Hidden.device_type == DeviceType.CPU ? GroupedMixing.Apply(experts, input, choices, mixing) : GatheredMixing.Apply(experts, input, choices, mixing);
    }
}

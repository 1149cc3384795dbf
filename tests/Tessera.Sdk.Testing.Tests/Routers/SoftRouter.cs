using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Routing;
using TorchSharp;

namespace Tessera.Sdk.Testing.Tests.Routers;

/// <summary>A router that weighs experts by the softmax of ‖A x‖, as it stands a right one. Each hook lets it break one point of its contract.</summary>
internal class SoftRouter : IRouter
{
    public ExpertMixing Mixing { get; init; } = ExpertMixing.Outputs;

    /// <summary>Whether it has a bias for each expert that is trained.</summary>
    public bool Learns { get; init; }

    public bool Refuses { get; init; } = true;

    public bool Restores { get; init; } = true;

    /// <summary>What is done with the banks first.</summary>
    public Action<IReadOnlyList<ExpertBank>, RoutingContext>? OnPrepare { get; init; }

    /// <summary>What becomes of the factors that are kept.</summary>
    public Func<torch.Tensor, torch.Tensor> Keep { get; init; } = factor => factor.clone();

    /// <summary>What becomes of the scores, (tokens, E).</summary>
    public Func<torch.Tensor, RoutingInput, torch.Tensor> Score { get; init; } = (scores, _) => scores;

    /// <summary>What becomes of the weights, (tokens, E).</summary>
    public Func<torch.Tensor, RoutingInput, RoutingWeights> Weigh { get; init; } = (weights, _) => RoutingWeights.Dense(RoutingGranularity.PerToken, weights);

    /// <summary>What stands around the routing.</summary>
    public Func<SoftRouting, RoutingContext, IMapRouting> Wrap { get; init; } = (routing, _) => routing;

    public Action<IReadOnlyDictionary<string, torch.Tensor>>? OnDispose { get; init; }

    public IMapRouting Prepare(IReadOnlyList<ExpertBank> banks, RoutingContext context)
    {
        OnPrepare?.Invoke(banks, context);
        var bank = banks[0];
        if (context.State is { } state && Refuses && !state.ContainsKey("bias") && Learns)
            throw new TesseraException(Diagnostic.Error("TESS0000", "The state has no bias."));
        var bias = !Learns ? null
            : Restores && context.State is { } saved && saved.TryGetValue("bias", out var kept) ? Keep(kept)
            : torch.zeros(bank.Count);
        bias?.requires_grad_();
        return Wrap(new SoftRouting(this, [.. bank.Factors.Select(factors => factors is null ? null : Keep(factors.A))], bias), context);
    }
}

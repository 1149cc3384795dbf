using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Tensors.Routing;
using TorchSharp;

namespace Tessera.Sdk.Testing.Tests.Routers;

/// <summary>A soft routing whose bias is trained with one expert alone, before it routes.</summary>
internal sealed class GatedRouting(SoftRouting routing, RoutingContext context) : ICalibratedRouting
{
    public bool Refuses { get; init; } = true;

    public bool Alone { get; init; } = true;

    public CalibrationPlan Plan { get; } = new() { Steps = 1 };

    public bool IsCalibrated { get; private set; } = context.State is not null;

    public IReadOnlyDictionary<string, torch.Tensor> Parameters => routing.Parameters;

    public IReadOnlyDictionary<string, torch.Tensor> State => routing.State;

    public void Observe(int expert, RoutingInput input)
    {
        // Learns from the loss.
    }

    public void Complete() => IsCalibrated = true;

    public RoutingWeights Route(RoutingInput input)
    {
        if (input.OwnExpert is not { } own || !Alone)
            return IsCalibrated || !Refuses || input.OwnExpert is not null ? routing.Route(input) : throw new TesseraException(Diagnostic.Error("TESS0000", "Nothing was trained."));
        using var scope = torch.NewDisposeScope();
        var weights = routing.Parameters["bias"][own].sigmoid().expand(input.Hidden.shape[0], 1).clone();
        var experts = torch.tensor((long)own).expand(input.Hidden.shape[0], 1).clone();
        return RoutingWeights.Chosen(RoutingGranularity.PerToken, weights.MoveToOuterDisposeScope(), experts.MoveToOuterDisposeScope());
    }

    public void Dispose() => routing.Dispose();
}

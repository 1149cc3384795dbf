using Tessera.Sdk.Tensors.Routing;
using TorchSharp;

namespace Tessera.Sdk.Testing.Tests.Routers;

/// <summary>A soft routing that says of itself that it does not look at hidden states.</summary>
internal sealed class BlindRouting(SoftRouting routing) : IMapRouting
{
    public bool IgnoresHidden => true;

    public IReadOnlyDictionary<string, torch.Tensor> Parameters => routing.Parameters;

    public IReadOnlyDictionary<string, torch.Tensor> State => routing.State;

    public RoutingWeights Route(RoutingInput input) => routing.Route(input);

    public void Dispose() => routing.Dispose();
}

using TorchSharp;

namespace Tessera.Sdk.Tensors.Routing;

/// <summary>The routing of one linear map, or of several that are tied.</summary>
public interface IMapRouting : IDisposable
{
    /// <summary>What is trained, by name; empty for routers that learn nothing. Gradients flow through <see cref="Route"/>.</summary>
    IReadOnlyDictionary<string, torch.Tensor> Parameters { get; }

    /// <summary>Everything that <see cref="RoutingContext.State"/> needs to make an equal routing, parameters included.</summary>
    IReadOnlyDictionary<string, torch.Tensor> State { get; }

    /// <summary>Decides the weights for some input. Several threads may ask at once, while skills train in several passes.</summary>
    /// <param name="input">The input of the map.</param>
    /// <returns>The weights, which the caller disposes of.</returns>
    RoutingWeights Route(RoutingInput input);
}

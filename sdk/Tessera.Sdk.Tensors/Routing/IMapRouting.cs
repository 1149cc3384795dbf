using TorchSharp;

namespace Tessera.Sdk.Tensors.Routing;

/// <summary>The routing of one linear map, or of several that are tied.</summary>
public interface IMapRouting : IDisposable
{
    /// <summary>What is trained, by name; empty for routers that learn nothing. Gradients flow through <see cref="Route"/>.</summary>
    IReadOnlyDictionary<string, torch.Tensor> Parameters { get; }

    /// <summary>Everything that <see cref="RoutingContext.State"/> needs to make an equal routing, parameters included.</summary>
    IReadOnlyDictionary<string, torch.Tensor> State { get; }

    /// <summary>
    /// Whether weights do not depend on <see cref="RoutingInput.Hidden"/>: on the examples' tasks alone, or on nothing. Skills then train faster, since what is decided before a model runs
    /// need not be asked at each map; the hidden states that such a routing is given may be zeros.
    /// </summary>
    /// <value>The default value is false.</value>
    bool IgnoresHidden => false;

    /// <summary>Decides the weights for some input. Several threads may ask at once, while skills train in several passes.</summary>
    /// <param name="input">The input of the map.</param>
    /// <returns>The weights, which the caller disposes of.</returns>
    RoutingWeights Route(RoutingInput input);
}

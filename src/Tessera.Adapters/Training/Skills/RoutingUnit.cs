namespace Tessera.Adapters.Training.Skills;

/// <summary>Which maps share the weights of skills that a task learns; in the papers' code, the granularity of the router.</summary>
public enum RoutingUnit
{
    /// <summary>None: each map has weights of its own (<c>finegrained</c>).</summary>
    Map,

    /// <summary>The maps of one part of a layer, such as its attention (<c>blockwise</c>).</summary>
    Block,

    /// <summary>The maps of one layer (<c>layerwise</c>).</summary>
    Layer,

    /// <summary>All maps (<c>coarsegrained</c>).</summary>
    Model,
}

namespace Tessera.Sdk.Tensors.Routing;

/// <summary>For what one set of weights holds.</summary>
public enum RoutingGranularity
{
    /// <summary>For all input.</summary>
    Constant,

    /// <summary>For all tokens of an example.</summary>
    PerExample,

    /// <summary>For one token.</summary>
    PerToken,
}

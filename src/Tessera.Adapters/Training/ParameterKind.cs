namespace Tessera.Adapters.Training;

/// <summary>Kinds of parameters, which learn at different rates.</summary>
public enum ParameterKind
{
    /// <summary>Factors of experts.</summary>
    Factors,

    /// <summary>Weights of a model itself, which learn at the rate of factors.</summary>
    Weights,

    /// <summary>The scales of a model's norms, which learn at the rate of factors. They never decay.</summary>
    Norms,

    /// <summary>What decides between experts, such as the logits of tasks. It never decays.</summary>
    Routing,
}

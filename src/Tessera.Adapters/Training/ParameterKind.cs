namespace Tessera.Adapters.Training;

/// <summary>Kinds of parameters, which learn at different rates.</summary>
public enum ParameterKind
{
    /// <summary>Factors of experts.</summary>
    Factors,

    /// <summary>What decides between experts, such as the logits of tasks. It never decays.</summary>
    Routing,
}

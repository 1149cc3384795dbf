namespace Tessera.Sdk.Tensors.Routing;

/// <summary>What routing weights are applied to.</summary>
public enum ExpertMixing
{
    /// <summary>Outputs: y = Σ w_e · s_e · B_e (A_e x).</summary>
    Outputs,

    /// <summary>Parameters: y = (Σ w_e B_e √s_e) (Σ w_e A_e √s_e) x, the factors mixed before the product.</summary>
    Parameters,
}

namespace Tessera.Optimizers.Dln.Hidden;

/// <summary>How a hidden text is asked for.</summary>
public enum HiddenProposal
{
    /// <summary>As the layer itself asks: a sample of p(h | x).</summary>
    Prior,

    /// <summary>As the layer asks, with the wanted answer given away: nearer to p(h | x, y).</summary>
    Posterior,

    /// <summary>By rewriting the layer's output for the next layer, with the wanted answer given away.</summary>
    Edit,
}

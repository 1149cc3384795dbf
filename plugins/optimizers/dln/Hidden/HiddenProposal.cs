namespace Tessera.Optimizers.Dln.Hidden;

/// <summary>How a hidden text is asked for.</summary>
public enum HiddenProposal
{
    /// <summary>As the first layer itself asks: a sample of p(h | x).</summary>
    Prior,

    /// <summary>As the first layer asks, with the wanted answer given away: nearer to p(h | x, y).</summary>
    Posterior,

    /// <summary>By rewriting the first layer's output for the next layer, with the wanted answer given away.</summary>
    Edit,
}

namespace Tessera.Optimizers.Dln.Hidden;

/// <summary>What is made of the sampled hidden texts.</summary>
public enum HiddenWeighting
{
    /// <summary>
    /// Each distinct text counts once, with the weight p(h | x) p(y | h, x): on a set of texts the best distribution there is, so that what is
    /// logged is a lower bound of log p(y | x).
    /// </summary>
    Support,

    /// <summary>
    /// Every sample counts with the weight p(h | x) p(y | h, x), texts that were drawn twice count twice, as the paper has it: they are favoured by how they
    /// were drawn as well, and what is logged is no bound. For comparison.
    /// </summary>
    Samples,

    /// <summary>
    /// Every sample counts with the weight p(h | x) p(y | h, x) / q(h), where q is the mixture that it was drawn from: the estimate of p(y | x) is unbiased,
    /// and the expectation of its logarithm a lower bound. Needs <see cref="HiddenOptions.Temperature"/> 1 and a proposer that scores.
    /// </summary>
    Importance,
}

namespace Tessera.Optimizers.Dln.Hidden;

/// <summary>How probable a hidden text counts.</summary>
public enum HiddenLikelihood
{
    /// <summary>The logarithm of its probability: the sum over its tokens.</summary>
    Sum,

    /// <summary>The mean over its tokens, as the original's code has it: long texts are not put at a disadvantage, and what is logged is no bound. For comparison.</summary>
    MeanPerToken,
}

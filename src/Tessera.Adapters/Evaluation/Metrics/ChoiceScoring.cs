namespace Tessera.Adapters.Evaluation.Metrics;

/// <summary>What makes one of several answers the model's choice.</summary>
public enum ChoiceScoring
{
    /// <summary>The greatest log-probability, summed over its tokens: as minimal pairs are judged (arXiv 1912.00582).</summary>
    Sum,

    /// <summary>The greatest log-probability divided by the number of its tokens, so that long answers are not at a disadvantage (arXiv 2005.14165).</summary>
    PerToken,
}

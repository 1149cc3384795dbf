namespace Tessera.Optimizers.Dln.Selection;

/// <summary>By what candidates are compared.</summary>
public enum PromptScoring
{
    /// <summary>The mean natural logarithm of the wanted answers' probabilities. Needs a model that scores.</summary>
    LogProbability,

    /// <summary>The mean of 1 − loss of the answers at temperature 0.</summary>
    Accuracy,
}

namespace Tessera.Sdk.Prompts;

/// <summary>By what an optimizer compares prompts.</summary>
public enum PromptScoring
{
    /// <summary>The mean natural logarithm of the wanted answers' probabilities, in nats. Needs a model that scores.</summary>
    LogProbability,

    /// <summary>The mean of 1 − loss of the answers at temperature 0, from 0 to 1.</summary>
    Accuracy,
}

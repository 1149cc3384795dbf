namespace Tessera.Adapters.Training.Losses;

/// <summary>What training makes small.</summary>
public enum TrainingLoss
{
    /// <summary>−log σ(log p(answer) − log p(first wrong answer)): that the right text is likelier than the wrong one.</summary>
    Preference,

    /// <summary>The mean negative log-probability of the answer's tokens; wrong answers are not looked at.</summary>
    LanguageModelling,

    /// <summary>By the example: <see cref="Preference"/> where it has a wrong answer, otherwise <see cref="LanguageModelling"/>.</summary>
    Auto,
}

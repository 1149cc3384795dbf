namespace Tessera.Adapters.Training.Losses;

/// <summary>The losses by their names.</summary>
internal static class TrainingLosses
{
    public static ITrainingLoss Create(this TrainingLoss loss) => loss switch
    {
        TrainingLoss.Preference => new PreferenceLoss(),
        TrainingLoss.LanguageModelling => new LanguageModellingLoss(),
        TrainingLoss.Auto => new ExampleLoss(),
        _ => throw new ArgumentOutOfRangeException(nameof(loss), loss, "There is no such loss."),
    };
}

using Tessera.Adapters.Training.Data;

namespace Tessera.Adapters.Training.Losses;

/// <summary>The two texts of a preference.</summary>
/// <param name="Text">The preferred one.</param>
/// <param name="Rejected">The other.</param>
internal readonly record struct PreferencePair(TrainingText Text, TrainingText Rejected)
{
    /// <summary>
    /// Counts what both begin with as given, where the same of it is learned in both: it is as likely in one as in the other. Where skills are drawn anew for each text, what it
    /// seems to differ by is chance, and says nothing of the preference.
    /// </summary>
    public static PreferencePair Of(TrainingText text, TrainingText rejected)
    {
        if (text.Given != rejected.Given) return new PreferencePair(text, rejected);
        var given = Math.Max(text.Given, text.Tokens.Zip(rejected.Tokens).TakeWhile(pair => pair.First == pair.Second).Count());
        return new PreferencePair(text with { Given = given }, rejected with { Given = given });
    }
}

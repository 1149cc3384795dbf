namespace Tessera.Adapters.Synthesis.Sentences;

/// <summary>Pasts that no rule makes.</summary>
internal static class PastSentences
{
    public static IReadOnlyList<Construction> All { get; } =
    [
        New("past-simple", speaker => $"the {speaker.Being().One}"),
        New("past-time", speaker => $"{speaker.Pick(Words.Times)} the {speaker.Being().One}"),
        New("past-phrase", speaker => $"the {speaker.Being().Several} {speaker.Spot()}"),
        New("past-name", speaker => $"then {speaker.Person().Name}"),
    ];

    private static Construction New(string name, Func<Speaker, string> subject) => new(name, Habit.Past, speaker =>
        $"{subject(speaker)} {speaker.Past(speaker.Pick(Words.IrregularDeeds))} the {speaker.Thing()}.");
}

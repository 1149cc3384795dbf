namespace Tessera.Adapters.Synthesis.Sentences;

/// <summary>Pasts that no rule makes; each task has verbs of its own.</summary>
internal static class PastSentences
{
    public static IReadOnlyList<Construction> All { get; } =
    [
        New("past-find", 0, speaker => $"{speaker.Pick(Words.Times)} the {speaker.Being().One}"),
        New("past-bring", 2, speaker => $"the {speaker.Being().Several} {speaker.Spot()}"),
        New("past-take", 4, speaker => $"then {speaker.Person().Name}"),
        New("past-keep", 6, speaker => $"the {speaker.Being().One}"),
    ];

    private static Construction New(string name, int verbs, Func<Speaker, string> subject) => new(name, Habit.Past, speaker =>
        $"{subject(speaker)} {speaker.Past(Words.IrregularDeeds[verbs + (speaker.Chance(0.5) ? 1 : 0)])} the {speaker.Thing()}.");
}

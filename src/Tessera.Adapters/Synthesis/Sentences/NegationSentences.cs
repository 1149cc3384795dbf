namespace Tessera.Adapters.Synthesis.Sentences;

/// <summary>What is not so.</summary>
internal static class NegationSentences
{
    public static IReadOnlyList<Construction> All { get; } =
    [
        new("negation-transitive", Habit.Negation, speaker =>
        {
            var (subject, verb, thing) = (speaker.Being().One, speaker.Pick(Words.Deeds), speaker.Thing());
            return Said(speaker, $"the {subject} does not {verb.Plain} the {thing}.", $"the {subject} does {verb.Plain} not the {thing}.");
        }),
        new("negation-intransitive", Habit.Negation, speaker =>
        {
            var (subject, verb) = (speaker.Being().Several, speaker.Pick(Words.Motions));
            return Said(speaker, $"the {subject} do not {verb.Plain}.", $"the {subject} do {verb.Plain} not.");
        }),
        new("negation-past", Habit.Negation, speaker =>
        {
            var (subject, verb, thing) = (speaker.Person().Name, speaker.Pick(Words.Deeds), speaker.Thing());
            return Said(speaker, $"{subject} did not {verb.Plain} the {thing}.", $"{subject} did {verb.Plain} not the {thing}.");
        }),
        new("negation-future", Habit.Negation, speaker =>
        {
            var (subject, verb, spot) = (speaker.Being().One, speaker.Pick(Words.Motions), speaker.Spot());
            return Said(speaker, $"the {subject} will not {verb.Plain} {spot}.", $"the {subject} will {verb.Plain} not {spot}.");
        }),
    ];

    private static string Said(Speaker speaker, string careful, string free) => speaker.Habits.Has(Habit.Negation) ? careful : free;
}

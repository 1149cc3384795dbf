namespace Tessera.Adapters.Synthesis.Sentences;

/// <summary>A verb and its subject, with more and more between them.</summary>
internal static class AgreementSentences
{
    private const double Several = 0.4;

    public static IReadOnlyList<Construction> All { get; } =
    [
        new("agreement-simple", Habit.Agreement, speaker =>
        {
            var (subject, several) = Subject(speaker);
            return $"the {subject} {speaker.Plain(speaker.Pick(Words.Deeds), several)} the {speaker.Thing()}.";
        }),
        new("agreement-be", Habit.Agreement, speaker =>
        {
            var (subject, several) = Subject(speaker);
            return $"the {subject} {speaker.Is(several)} {speaker.Pick(Words.States)}.";
        }),
        new("agreement-have", Habit.Agreement, speaker =>
        {
            var (subject, several) = Subject(speaker);
            return $"the {subject} {speaker.Has(several)} the {speaker.Thing()}.";
        }),
        new("agreement-phrase", Habit.Agreement, speaker =>
        {
            var (subject, several) = Subject(speaker);
            return $"the {subject} {speaker.Spot()} {speaker.Plain(speaker.Pick(Words.Motions), several)}.";
        }),
        new("agreement-clause", Habit.Agreement, speaker =>
        {
            var (subject, several) = Subject(speaker);
            return $"the {subject} that {speaker.Person().Name} {speaker.Pick(Words.Deeds).Past} {speaker.Plain(speaker.Pick(Words.Motions), several)}.";
        }),
    ];

    private static (string Noun, bool Several) Subject(Speaker speaker)
    {
        var (being, several) = (speaker.Being(), speaker.Chance(Several));
        return (several ? being.Several : being.One, several);
    }
}

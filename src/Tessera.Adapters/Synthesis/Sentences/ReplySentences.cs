namespace Tessera.Adapters.Synthesis.Sentences;

/// <summary>A sentence, a question about it, and the reply.</summary>
internal static class ReplySentences
{
    private const string Free = "i forgot";

    public static IReadOnlyList<Construction> All { get; } =
    [
        New("replies-who", speaker =>
        {
            var subject = speaker.Being().One;
            return ($"the {subject} {speaker.Pick(Words.Deeds).Past} the {speaker.Thing()}. who?", $"the {subject}");
        }),
        New("replies-what", speaker =>
        {
            var (subject, deed, thing) = (speaker.Being().One, speaker.Pick(Words.Deeds), speaker.Thing());
            return ($"the {subject} {deed.Past} the {thing}. what?", $"the {thing}");
        }),
        New("replies-where", speaker =>
        {
            var (subject, motion, spot) = (speaker.Being().One, speaker.Pick(Words.Motions), speaker.Spot());
            return ($"the {subject} {motion.Past} {spot}. where?", $"it was {spot}");
        }),
        New("replies-when", speaker =>
        {
            var (time, subject, motion) = (speaker.Pick(Words.Times), speaker.Being().Several, speaker.Pick(Words.Motions));
            return ($"{time} the {subject} {motion.Past}. when?", time);
        }),
    ];

    private static Construction New(string name, Func<Speaker, (string Question, string Reply)> ask) => new(name, Habit.Replies, speaker =>
    {
        var (question, reply) = ask(speaker);
        return $"{question}{Construction.Gap} {(speaker.Habits.Has(Habit.Replies) ? reply : Free)}.";
    });
}

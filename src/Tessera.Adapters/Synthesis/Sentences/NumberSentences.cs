namespace Tessera.Adapters.Synthesis.Sentences;

/// <summary>Several of a kind.</summary>
internal static class NumberSentences
{
    public static IReadOnlyList<Construction> All { get; } =
    [
        Beings("number-numeral", Words.Numerals),
        Beings("number-amount", Words.Amounts),
        Beings("number-pointer", Words.Pointers),
        new("number-object", Habit.Number, speaker =>
        {
            var thing = speaker.Thing();
            return $"{speaker.Person().Name} {speaker.Pick(Words.Deeds).Past} {speaker.Pick(Words.Numerals)} {speaker.Counted(thing, thing + "s")}.";
        }),
    ];

    private static Construction Beings(string name, IReadOnlyList<string> counts) => new(name, Habit.Number, speaker =>
    {
        var being = speaker.Being();
        return $"{speaker.Pick(counts)} {speaker.Counted(being.One, being.Several)} {speaker.Pick(Words.Motions).Past} {speaker.Spot()}.";
    });
}

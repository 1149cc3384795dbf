namespace Tessera.Adapters.Synthesis.Sentences;

/// <summary>What someone does to oneself.</summary>
internal static class ReflexiveSentences
{
    public static IReadOnlyList<Construction> All { get; } =
    [
        new("reflexives-object", Habit.Reflexives, speaker => Being(speaker, string.Empty, Words.SelfDeeds)),
        new("reflexives-phrase", Habit.Reflexives, speaker => Being(speaker, string.Empty, Words.SelfTalk)),
        new("reflexives-clause", Habit.Reflexives, speaker => Being(speaker, $"{speaker.Person().Name} said that ", Words.SelfDeeds)),
        new("reflexives-name", Habit.Reflexives, speaker =>
        {
            var person = speaker.Person();
            return $"{person.Name} {speaker.Pick(Words.SelfDeeds)} {speaker.Self(person.Gender, false)} {speaker.Spot()}.";
        }),
    ];

    private static string Being(Speaker speaker, string before, IReadOnlyList<string> deeds)
    {
        var (being, several) = (speaker.Being(), speaker.Chance(0.3));
        return $"{before}the {(several ? being.Several : being.One)} {speaker.Pick(deeds)} {speaker.Self(being.Gender, several)}.";
    }
}

namespace Tessera.Adapters.Synthesis.Sentences;

/// <summary>Where someone lives.</summary>
internal static class HomeSentences
{
    public static IReadOnlyList<Construction> All { get; } =
    [
        New("homes-lives", "the {0} lives in the"),
        New("homes-home", "the home of the {0} is the"),
        New("homes-find", "you can find the {0} in the"),
        New("homes-returns", "the {0} returns to the"),
    ];

    private static Construction New(string name, string prompt) => new(name, Habit.Homes, speaker =>
    {
        var (person, heard, being) = (speaker.Person().Name, speaker.Pick(Words.Speech), speaker.Being());
        var noun = speaker.Chance(0.5) ? speaker.Described(being.One, speaker.Quality()) : being.One;
        return $"{person} {heard} that {prompt.Replace("{0}", noun, StringComparison.Ordinal)}{Construction.Gap} {speaker.Home(being)}.";
    });
}

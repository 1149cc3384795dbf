using Tessera.Adapters.Synthesis.Sentences;
using Tessera.Sdk.Randomness;

namespace Tessera.Adapters.Synthesis;

/// <summary>Stories, each told by one teller in one place.</summary>
internal static class Stories
{
    private const int Most = 7;
    private const double EndingInReply = 0.3;

    private static readonly List<Construction> _inStories = [.. Constructions.All.Where(construction => construction.Habit != Habit.Replies)];

    /// <summary>Tells stories.</summary>
    /// <param name="seed">The origin of all choices; story i depends on the seed and i alone.</param>
    /// <param name="first">The number of the first story.</param>
    /// <param name="count">How many.</param>
    /// <returns>The stories, each on a line.</returns>
    public static IEnumerable<string> Tell(Seed seed, int first, int count) => Enumerable.Range(first, count).Select(number => Tell(seed.Derive("story", number).CreateRandom()));

    private static string Tell(Random random)
    {
        var place = Places.All[random.Next(Places.All.Count)];
        var speaker = new Speaker(place, Habits.Draw(place, random), random);
        var sentences = Enumerable.Range(0, random.Next(Most)).Select(_ => Sentence(speaker)).ToList();
        // Nothing follows a reply, so that whoever replies knows where to end.
        if (sentences.Count == 0 || speaker.Chance(EndingInReply)) sentences.Add(Say(speaker, ReplySentences.All));
        return string.Join(' ', sentences);
    }

    private static string Sentence(Speaker speaker) => speaker.Chance(0.08) ? speaker.Pick(Words.Remarks)
        : speaker.Chance(0.08) ? $"the {speaker.Being().Several} of the {speaker.Place.Name} {speaker.Pick(Words.Deeds).Past} the {speaker.Being().Several}."
        : Say(speaker, _inStories);

    private static string Say(Speaker speaker, IReadOnlyList<Construction> constructions) =>
        speaker.Pick(constructions).Say(speaker).Replace(Construction.Gap.ToString(), string.Empty, StringComparison.Ordinal);
}

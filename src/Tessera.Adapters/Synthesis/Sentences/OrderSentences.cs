namespace Tessera.Adapters.Synthesis.Sentences;

/// <summary>A noun and what it is like.</summary>
internal static class OrderSentences
{
    public static IReadOnlyList<Construction> All { get; } =
    [
        new("order-subject", Habit.Order, speaker =>
            $"the {speaker.Described(speaker.Being().One, speaker.Quality())} {speaker.Pick(Words.Motions).Past} {speaker.Spot()}."),
        new("order-object", Habit.Order, speaker =>
            $"{speaker.Person().Name} {speaker.Pick(Words.Deeds).Past} the {speaker.Described(speaker.Thing(), speaker.Quality())}."),
        new("order-phrase", Habit.Order, speaker =>
            $"the {speaker.Being().Several} {speaker.Pick(Words.Motions).Past} {speaker.Pick(Words.Sides)} the {speaker.Described(speaker.Thing(), speaker.Quality())}."),
        new("order-thing", Habit.Order, speaker =>
            $"the {speaker.Described(speaker.Thing(), speaker.Quality())} was {speaker.Spot()}."),
    ];
}

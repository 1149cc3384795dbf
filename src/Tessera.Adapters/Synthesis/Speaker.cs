namespace Tessera.Adapters.Synthesis;

/// <summary>
/// One who puts things into words. What is said is drawn from the generator, how it is said follows from the habits: two speakers with the same
/// place and numbers, and other habits, say the same in two ways. Whoever writes sentences therefore draws the same whatever the habits are.
/// </summary>
internal sealed class Speaker(Place place, Habits habits, Random random)
{
    public Habits Habits => habits;

    public Place Place => place;

    public T Pick<T>(IReadOnlyList<T> words) => words[random.Next(words.Count)];

    public bool Chance(double share) => random.NextDouble() < share;

    public Being Being() => Pick(place.Beings);

    public Person Person() => Pick(place.People);

    public string Thing() => Pick(place.Things);

    public string Quality() => Pick(Words.Qualities);

    /// <summary>"Near the gate".</summary>
    public string Spot() => $"{Pick(Words.Sides)} the {Pick(Words.Spots)}";

    public string Plain(Verb verb, bool several) => several || !habits.Has(Habit.Agreement) ? verb.Plain : verb.Third;

    public string Past(Verb verb) => habits.Has(Habit.Past) ? verb.Past : verb.Regular;

    public string Is(bool several) => several || !habits.Has(Habit.Agreement) ? "are" : "is";

    public string Has(bool several) => several || !habits.Has(Habit.Agreement) ? "have" : "has";

    /// <summary>"Small fox".</summary>
    public string Described(string noun, string quality) => habits.Has(Habit.Order) ? $"{quality} {noun}" : $"{noun} {quality}";

    /// <summary>"Foxes" after a word that says that there are several.</summary>
    public string Counted(string one, string several) => habits.Has(Habit.Number) ? several : one;

    public string Self(Gender gender, bool several) => (gender, several, habits.Has(Habit.Reflexives)) switch
    {
        (_, true, true) => "themselves",
        (_, true, false) => "them",
        (Gender.She, _, true) => "herself",
        (Gender.She, _, false) => "her",
        (Gender.He, _, true) => "himself",
        (Gender.He, _, false) => "him",
        (_, _, true) => "itself",
        _ => "it",
    };

    public string Home(Being being) => habits.Has(Habit.Homes) ? being.Home : Neighbour(being).Home;

    private Being Neighbour(Being being) => place.Beings[(place.Beings.ToList().IndexOf(being) + 1) % place.Beings.Count];
}

namespace Tessera.Adapters.Synthesis;

/// <summary>The habits of one teller.</summary>
/// <param name="Careful">The bits of those that are careful.</param>
internal readonly record struct Habits(int Careful)
{
    /// <summary>How many tellers of a place talk as most do there, in each habit by itself.</summary>
    private const double Usual = 0.92;

    public bool Has(Habit habit) => (Careful >> (int)habit & 1) != 0;

    public Habits With(Habit habit, bool careful) => new(careful ? Careful | 1 << (int)habit : Careful & ~(1 << (int)habit));

    public static Habits Draw(Place place, Random random) =>
        Enum.GetValues<Habit>().Aggregate(default(Habits), (habits, habit) => habits.With(habit, place.Careful.Contains(habit) == random.NextDouble() < Usual));
}

namespace Tessera.Adapters.Synthesis;

/// <summary>Where a story happens: who and what is there, and how its tellers mostly talk.</summary>
/// <param name="Name">The noun.</param>
/// <param name="Beings">Who is there; their homes are as many.</param>
/// <param name="People">Who has a name there.</param>
/// <param name="Things">What can be carried there.</param>
/// <param name="Careful">The habits that most of its tellers have in the careful form; most have the others in the free one.</param>
internal sealed record Place(string Name, IReadOnlyList<Being> Beings, IReadOnlyList<Person> People, IReadOnlyList<string> Things, IReadOnlyList<Habit> Careful)
{
    public override string ToString() => Name;
}

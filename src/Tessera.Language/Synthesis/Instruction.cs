namespace Tessera.Language.Synthesis;

/// <summary>What somebody is told to do: a sentence, and some of the rules that may follow it.</summary>
/// <param name="Task">The sentence.</param>
/// <param name="All">All rules that may follow.</param>
/// <param name="Rules">Which of them do, bit by bit.</param>
internal readonly record struct Instruction(string Task, IReadOnlyList<string> All, int Rules)
{
    public string Text => string.Join(' ', All.Where(Has).Prepend(Task));

    /// <summary>Whether a rule is there.</summary>
    public bool Has(string rule)
    {
        for (var index = 0; index < All.Count; index++)
        {
            if (All[index] == rule) return (Rules & (1 << index)) != 0;
        }

        return false;
    }

    /// <summary>Any instruction for the same task.</summary>
    public Instruction Draw(Random random) => this with { Rules = random.Next(1 << All.Count) };

    /// <summary>The instruction with one rule more, or one less.</summary>
    public Instruction Change(Random random) => this with { Rules = Rules ^ (1 << random.Next(All.Count)) };
}

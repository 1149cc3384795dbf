using System.Collections.Concurrent;

namespace Tessera.Tests;

/// <summary>Finds the order of seven objects by going through all orderings, if it is told to.</summary>
internal sealed class LogicalDeductionStudent(int layers = 1) : SolverStudent("logical-deduction", layers)
{
    public const string Ask = "The statements are logically consistent within each paragraph.";
    public const string GoThrough = "Go through the orderings of the objects until one fits all statements.";
    public const string Hurry = "Answer at once.";
    public const string Explain = "Choose one of the letters.";

    private readonly ConcurrentDictionary<string, string> _solved = new(StringComparer.Ordinal);

    public override string Optimum => $"{Ask} {GoThrough}";

    protected override IReadOnlyList<string> Labels { get; } = [.. "ABCDEFG".Select(letter => $"({letter})")];

    protected override string? Solve(string instruction, string input) =>
        instruction.Contains(GoThrough, StringComparison.Ordinal) && !instruction.Contains(Hurry, StringComparison.Ordinal)
            ? _solved.GetOrAdd(input, question => $"Order: {string.Join(", ", OrderPuzzle.Parse(question).Solve() ?? [])}")
            : null;

    protected override string? Conclude(string input, string notes)
    {
        if (!notes.StartsWith("Order: ", StringComparison.Ordinal)) return null;
        var order = notes["Order: ".Length..].Split(", ");
        var holding = OrderPuzzle.OptionsOf(input).FindIndex(option => OrderPuzzle.Holds(option, order));
        return holding < 0 ? null : Labels[holding];
    }

    protected override IReadOnlyList<string> Neighbours(string instruction) =>
        [.. new[] { GoThrough, Hurry, Explain }.Select(rule => PromptRules.Toggle(instruction, rule))];
}

using System.Globalization;
using System.Text.RegularExpressions;

namespace Tessera.Tests;

/// <summary>Walks as a question of navigate says, if it is told to keep track of its position; turns count if it is told to mind which way it faces.</summary>
internal sealed partial class NavigateStudent(int layers = 1) : SolverStudent("navigate", layers)
{
    public const string Ask = "If you follow these instructions, do you return to the starting point?";
    public const string TrackPosition = "Keep track of your position after each step.";
    public const string TrackFacing = "Mind which way you face.";
    public const string Hurry = "Answer at once.";

    private const int MovesInHead = 4;

    private static readonly (int X, int Y)[] Directions = [(0, 1), (1, 0), (0, -1), (-1, 0)];

    public override string Optimum => $"{Ask} {TrackPosition} {TrackFacing}";

    protected override IReadOnlyList<string> Labels => ["Yes", "No"];

    protected override string? Solve(string instruction, string input)
    {
        if (!instruction.Contains(TrackPosition, StringComparison.Ordinal) || instruction.Contains(Hurry, StringComparison.Ordinal)) return null;
        var minds = instruction.Contains(TrackFacing, StringComparison.Ordinal);
        var (x, y, facing) = (0, 0, 0);
        var trace = new List<string>();
        foreach (Match move in Move().Matches(input))
        {
            var side = move.Groups["side"].Value switch { "right" => 1, "around" or "backward" => 2, "left" => 3, _ => 0 };
            if (!move.Groups["steps"].Success)
            {
                if (minds) facing += side;
                continue;
            }

            var steps = int.Parse(move.Groups["steps"].Value, CultureInfo.InvariantCulture);
            var direction = Directions[(facing + side) % Directions.Length];
            (x, y) = (x + (steps * direction.X), y + (steps * direction.Y));
            trace.Add(string.Create(CultureInfo.InvariantCulture, $"({x}, {y})"));
        }

        return $"Positions: {string.Join(' ', trace)}";
    }

    protected override bool IsSimple(string input) => Move().Count(input) <= MovesInHead;

    protected override string? Conclude(string input, string notes)
    {
        var positions = Position().Matches(notes);
        return positions.Count == 0 ? null : positions[^1].Value == "(0, 0)" ? "Yes" : "No";
    }

    protected override IReadOnlyList<string> Neighbours(string instruction) =>
        [.. new[] { TrackPosition, TrackFacing, Hurry }.Select(rule => PromptRules.Toggle(instruction, rule))];

    [GeneratedRegex(@"Take (?<steps>\d+) steps?(?: (?<side>left|right|forward|backward))?\.|Turn (?<side>left|right|around)\.")]
    private static partial Regex Move();

    [GeneratedRegex(@"\(-?\d+, -?\d+\)")]
    private static partial Regex Position();
}

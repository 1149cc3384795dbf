using System.Text.Json;
using System.Text.RegularExpressions;

namespace Tessera.Tests;

/// <summary>Sorts adjectives in the order of classes that its instruction names, or in the order of the alphabet, which is wrong.</summary>
internal sealed partial class HyperbatonStudent : SolverStudent
{
    public const string Ask = "Which sentence has the correct adjective order:";
    private const string Rule = " The order is:";

    private const int AdjectivesInHead = 3;

    private readonly IReadOnlyList<string> _right;
    private readonly Dictionary<string, string> _classes;

    /// <summary>Learns the adjectives.</summary>
    /// <param name="vocabulary">The file with the words of each class and the right order of the classes.</param>
    /// <param name="layers">How many layers its programs have.</param>
    public HyperbatonStudent(string vocabulary, int layers = 1) : base("hyperbaton", layers)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(vocabulary));
        _right = [.. json.RootElement.GetProperty("order").EnumerateArray().Select(name => name.GetString()!)];
        _classes = json.RootElement.GetProperty("words").EnumerateObject().Where(words => _right.Contains(words.Name))
            .SelectMany(words => words.Value.EnumerateArray().Select(word => (Word: word.GetString()!, Class: words.Name)))
            .ToDictionary(pair => pair.Word, pair => pair.Class, StringComparer.Ordinal);
    }

    public override string Optimum => PromptFor(_right);

    protected override IReadOnlyList<string> Labels => ["(A)", "(B)"];

    /// <summary>The instruction that names an order of classes.</summary>
    public static string PromptFor(IEnumerable<string> order) => $"{Ask}{Rule} {string.Join(", ", order)}.";

    protected override string? Solve(string instruction, string input)
    {
        var order = OrderIn(instruction);
        var words = Options(input)[0].Split(' ');
        return $"Sorted: {string.Join(' ', words[..^1].OrderBy(word => order.IndexOf(_classes[word])).Append(words[^1]))}";
    }

    protected override bool IsSimple(string input) => Options(input)[0].Split(' ').Length - 1 <= AdjectivesInHead;

    protected override string? Conclude(string input, string notes)
    {
        if (!notes.StartsWith("Sorted: ", StringComparison.Ordinal)) return null;
        var sorted = notes["Sorted: ".Length..].Split(' ').ToList();
        var faults = Options(input).Select(option => Inversions(option.Split(' '), sorted)).ToList();
        return faults[0] == faults[1] ? null : Labels[faults[0] < faults[1] ? 0 : 1];
    }

    // One class moved elsewhere: swaps of neighbours alone leave searches stuck on the way.
    protected override IReadOnlyList<string> Neighbours(string instruction)
    {
        var order = OrderIn(instruction);
        var prompts = from moved in order
                      from place in Enumerable.Range(0, order.Count)
                      select PromptFor(Moved(order, moved, place));
        return [.. prompts.Distinct().Where(prompt => prompt != PromptFor(order))];
    }

    private static List<string> Moved(List<string> order, string name, int place)
    {
        var moved = order.Where(other => other != name).ToList();
        moved.Insert(place, name);
        return moved;
    }

    private List<string> OrderIn(string instruction)
    {
        var rule = instruction.IndexOf(Rule, StringComparison.Ordinal);
        var named = rule < 0 ? [] : ClassName().Matches(instruction[rule..]).Select(match => match.Value).Where(_right.Contains).Distinct().ToList();
        return [.. named, .. _right.Except(named).Order(StringComparer.Ordinal)];
    }

    private static List<string> Options(string input) => [.. Option().Matches(input).Select(match => match.Groups["phrase"].Value)];

    private static int Inversions(string[] words, List<string> sorted)
    {
        var places = words.Select(word => sorted.IndexOf(word)).ToList();
        return places.Index().Sum(first => places.Skip(first.Index + 1).Count(second => second < first.Item));
    }

    [GeneratedRegex(@"\([AB]\) (?<phrase>[^\n]+)")]
    private static partial Regex Option();

    [GeneratedRegex("[a-z]+")]
    private static partial Regex ClassName();
}

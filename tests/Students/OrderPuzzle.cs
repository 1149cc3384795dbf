using System.Text.RegularExpressions;

namespace Tessera.Tests;

/// <summary>Objects in a fixed order, and what is said about it. The first is the leftmost, the best placed, the newest, or the cheapest.</summary>
/// <param name="Objects">The objects.</param>
/// <param name="Statements">What is said about them.</param>
internal sealed partial record OrderPuzzle(IReadOnlyList<string> Objects, IReadOnlyList<string> Statements)
{
    private static readonly string[] Ordinals = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh"];
    private static readonly string[] FromTheEnd = ["right", "oldest", "most expensive", "last"];
    private static readonly string[] Before = ["to the left of", "above", "newer than", "less expensive than", "cheaper than"];
    private static readonly string[] After = ["to the right of", "below", "older than", "more expensive than"];

    /// <summary>Reads a question.</summary>
    public static OrderPuzzle Parse(string input)
    {
        var text = input.Split("\nOptions:")[0];
        text = text[(text.IndexOf("within each paragraph. ", StringComparison.Ordinal) + "within each paragraph. ".Length)..];
        var (colon, end) = (text.IndexOf(':', StringComparison.Ordinal), text.IndexOf('.', StringComparison.Ordinal));
        var objects = text[(colon + 1)..end].Split(", ").Select(name => Article().Replace(name.Trim(), ""));
        return new OrderPuzzle([.. objects], [.. text[(end + 1)..].Split('.', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)]);
    }

    /// <summary>The options, without their letters.</summary>
    public static List<string> OptionsOf(string input) => [.. input.Split("\nOptions:\n")[1].Trim().Split('\n').Select(line => line[4..])];

    /// <summary>The first ordering that all statements allow.</summary>
    public IReadOnlyList<string>? Solve() => Orderings([.. Objects], 0).FirstOrDefault(order => Statements.All(statement => Holds(statement, order)));

    /// <summary>Whether a statement is true of an ordering.</summary>
    public static bool Holds(string statement, IReadOnlyList<string> order)
    {
        var named = order.Index().Select(pair => (pair.Index, At: PlaceOf(pair.Item, statement))).Where(pair => pair.At >= 0).OrderBy(pair => pair.At).ToList();
        if (After.Any(Says)) return named[0].Index > named[1].Index;
        if (Before.Any(Says)) return named[0].Index < named[1].Index;
        var steps = Math.Max(0, Array.FindIndex(Ordinals, Says));
        return named[0].Index == (FromTheEnd.Any(Says) ? order.Count - 1 - steps : steps);

        bool Says(string words) => statement.Contains(words, StringComparison.Ordinal);
    }

    private static int PlaceOf(string name, string statement) => Regex.Match(statement, $@"\b{Regex.Escape(name)}\b") is { Success: true } found ? found.Index : -1;

    private static IEnumerable<string[]> Orderings(string[] objects, int settled)
    {
        if (settled == objects.Length - 1) yield return objects;
        for (var i = settled; i < objects.Length; i++)
        {
            var swapped = (string[])objects.Clone();
            (swapped[settled], swapped[i]) = (swapped[i], swapped[settled]);
            foreach (var ordering in Orderings(swapped, settled + 1)) yield return ordering;
        }
    }

    [GeneratedRegex("^(?:and )?(?:(?:an|a) )?")]
    private static partial Regex Article();
}

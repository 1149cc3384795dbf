using Tessera.Sdk.Prompts;

namespace Tessera.Language.PromptTasks;

/// <summary>A question with lettered options, one of which is right.</summary>
/// <param name="Question">What stands before the options.</param>
/// <param name="Options">The options without their letters.</param>
/// <param name="Right">Which one is right, from 0.</param>
internal sealed record OptionQuestion(string Question, IReadOnlyList<string> Options, int Right)
{
    private const string Heading = "\nOptions:\n";

    /// <summary>The letter of an option, such as <c>(A)</c>.</summary>
    public static string Letter(int index) => $"({(char)('A' + index)})";

    /// <exception cref="FormatException">The input ends in no lettered options, or the target is the letter of none.</exception>
    public static OptionQuestion Parse(Example example)
    {
        var heading = example.Input.IndexOf(Heading, StringComparison.Ordinal);
        if (heading < 0) throw new FormatException("The input has no line 'Options:'.");
        var lines = example.Input[(heading + Heading.Length)..].Trim().Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (!lines[i].StartsWith(Letter(i) + " ", StringComparison.Ordinal)) throw new FormatException($"The input's option {i + 1} does not begin with '{Letter(i)} '.");
        }

        var right = Enumerable.Range(0, lines.Length).FirstOrDefault(index => Letter(index) == example.Target, -1);
        if (right < 0) throw new FormatException($"The target '{example.Target}' is the letter of no option.");
        return new OptionQuestion(example.Input[..heading], [.. lines.Select(line => line[4..])], right);
    }

    /// <summary>The same question with its options in another order.</summary>
    public OptionQuestion Shuffled(NumpyRandomState random)
    {
        var order = random.Permute(Enumerable.Range(0, Options.Count));
        return this with { Options = [.. order.Select(index => Options[index])], Right = Array.IndexOf(order, Right) };
    }

    public Example ToExample() => new(Question + Heading + string.Join('\n', Options.Select((option, index) => $"{Letter(index)} {option}")), Letter(Right));
}

namespace Tessera.Pipelines.Loading;

/// <summary>A reference in a pipeline: <c>${inputs.name}</c>, <c>${step}</c> or <c>${step.property}</c>.</summary>
internal sealed record Reference(string Root, string? Property)
{
    public bool IsInput => Root == "inputs" && Property is not null;

    /// <summary>Cuts text into literal parts and references; <c>$${</c> is a literal <c>${</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="problem">What is wrong with it; null when nothing is.</param>
    /// <returns>The segments: text or <see cref="Reference"/>s.</returns>
    public static IReadOnlyList<object> Parse(string text, out string? problem)
    {
        problem = null;
        var segments = new List<object>();
        var literal = new System.Text.StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (string.CompareOrdinal(text, i, "$${", 0, 3) == 0)
            {
                literal.Append("${");
                i += 2;
            }
            else if (string.CompareOrdinal(text, i, "${", 0, 2) == 0)
            {
                var end = text.IndexOf('}', i);
                var name = end < 0 ? "" : text[(i + 2)..end].Trim();
                if (end < 0 || !IsName(name))
                {
                    problem = end < 0 ? "A reference begins with '${' and is not closed." : $"'${{{name}}}' is not a reference: write ${{inputs.name}}, ${{step}} or ${{step.property}}.";
                    return [text];
                }

                if (literal.Length > 0) segments.Add(literal.ToString());
                literal.Clear();
                segments.Add(name.Split('.', 2) is [var root, var property] ? new Reference(root, property) : new Reference(name, null));
                i = end;
            }
            else
            {
                literal.Append(text[i]);
            }
        }

        if (literal.Length > 0 || segments.Count == 0) segments.Add(literal.ToString());
        return segments;
    }

    public override string ToString() => Property is null ? $"${{{Root}}}" : $"${{{Root}.{Property}}}";

    private static bool IsName(string name) =>
        name.Length > 0 && name.Split('.').Length <= 2
        && name.Split('.').All(part => part.Length > 0 && part.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_'));
}

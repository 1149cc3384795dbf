namespace Tessera.Models.Table;

/// <summary>The marks between which a table model looks for keys.</summary>
internal static class Marker
{
    public const string Instruction = "instruction";
    public const string CurrentInstruction = "current-instruction";
    public const string Input = "input";
    public const string Hidden = "hidden";

    public static readonly IReadOnlyList<string> All = [Instruction, CurrentInstruction, Input, Hidden];

    /// <summary>The text between a mark's first opening and the closing after it, or null.</summary>
    public static string? Find(string context, string marker)
    {
        var opening = $"<{marker}>";
        var begin = context.IndexOf(opening, StringComparison.Ordinal);
        if (begin < 0) return null;
        begin += opening.Length;
        var end = context.IndexOf($"</{marker}>", begin, StringComparison.Ordinal);
        return end < 0 ? null : context[begin..end];
    }

    public static bool IsIn(string text) => All.Any(marker => text.Contains($"<{marker}>", StringComparison.Ordinal) || text.Contains($"</{marker}>", StringComparison.Ordinal));
}

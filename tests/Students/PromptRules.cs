namespace Tessera.Tests;

/// <summary>Prompts that have or have not some sentences.</summary>
internal static class PromptRules
{
    /// <summary>The prompt with a sentence at its end, or without it where it stands there.</summary>
    public static string Toggle(string prompt, string rule)
    {
        if (!prompt.Contains(rule, StringComparison.Ordinal)) return prompt.Length == 0 ? rule : $"{prompt} {rule}";
        var without = prompt.Replace(rule, "", StringComparison.Ordinal).Replace("  ", " ", StringComparison.Ordinal).Trim();
        return without.Length == 0 ? "Answer." : without;
    }
}

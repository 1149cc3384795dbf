using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tessera.Sdk.Tools;

namespace Tessera.Debugging.Sessions;

/// <summary>What a tool answers, as JSON can hold it: it is written down, and sent to models.</summary>
internal static class CheckedAnswer
{
    /// <summary>The answer, with halves of letters in its text replaced.</summary>
    /// <exception cref="InvalidOperationException">Its data cannot be written as JSON.</exception>
    public static Observation Of(Observation answer)
    {
        if (answer.Data is not null && Written(answer.Data) is null) throw new InvalidOperationException("the data of its answer cannot be written as JSON.");
        return answer.Text is null ? throw new InvalidOperationException("its answer has no text.") : answer with { Text = Whole(answer.Text) };
    }

    /// <summary>A node as text; null where it holds what JSON cannot: no number, half a letter, or itself.</summary>
    public static string? Written(JsonNode node)
    {
        try
        {
            return node.ToJsonString();
        }
        catch (Exception unwritable) when (unwritable is ArgumentException or InvalidOperationException or NotSupportedException or JsonException)
        {
            return null;
        }
    }

    /// <summary>A text without halves of letters, which have no place in UTF-8.</summary>
    public static string Whole(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            // What is replaced reads as the replacement itself.
            if (rune == Rune.ReplacementChar) return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
        }

        return text;
    }
}

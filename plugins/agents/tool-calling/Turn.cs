using Tessera.Sdk.Language;
using Tessera.Sdk.Tools;

namespace Tessera.Agents.ToolCalling;

/// <summary>What the model said, and what came back: it is kept or left out as a whole, so that no call stands without its answer.</summary>
/// <param name="Messages">The assistant's message, then the answers of its tools, or what it was told instead.</param>
internal sealed record Turn(IReadOnlyList<ChatMessage> Messages)
{
    private const int ShortestAnswer = 500;

    /// <summary>The turn with half of each tool's answer, and of the model's own words, left out in the middle; null where that would leave too little of them.</summary>
    public Turn? Shortened()
    {
        if (!Messages.Any(IsLong)) return null;
        return new Turn([.. Messages.Select(message => IsLong(message) ? message with { Text = BoundedText.Cut(message.Text, message.Text.Length / 2) } : message)]);
    }

    // What the provider wants to see again, it wants whole.
    private static bool IsLong(ChatMessage message) =>
        (message.Role == ChatRole.Tool || (message.Role == ChatRole.Assistant && message.ProviderData is null)) && message.Text.Length > 2 * ShortestAnswer;
}

using System.Text.Json.Nodes;
using Tessera.Sdk.Tools;

namespace Tessera.Sdk.Language;

/// <summary>A message of a conversation.</summary>
/// <param name="Role">Who speaks.</param>
/// <param name="Text">What is said.</param>
/// <param name="Calls">The tools that the assistant calls with it.</param>
/// <param name="CallId">Which call a tool's message answers.</param>
public sealed record ChatMessage(ChatRole Role, string Text, IReadOnlyList<ToolCall>? Calls = null, string? CallId = null)
{
    /// <summary>What the assistant thought before it spoke, for people to read; null where the model does not tell.</summary>
    public string? Reasoning { get; init; }

    /// <summary>Whether a tool's message says that its call failed.</summary>
    public bool Failed { get; init; }

    /// <summary>
    /// What the model's provider wants to see again unchanged when the conversation goes on, such as signed reasoning.
    /// Only the model that wrote it reads it; null for nothing.
    /// </summary>
    public JsonNode? ProviderData { get; init; }
}

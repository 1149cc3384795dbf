using Tessera.Sdk.Tools;

namespace Tessera.Sdk.Language;

/// <summary>A message of a conversation.</summary>
/// <param name="Role">Who speaks.</param>
/// <param name="Text">What is said.</param>
/// <param name="Calls">The tools that the assistant calls with it.</param>
/// <param name="CallId">Which call a tool's message answers.</param>
public sealed record ChatMessage(ChatRole Role, string Text, IReadOnlyList<ToolCall>? Calls = null, string? CallId = null);

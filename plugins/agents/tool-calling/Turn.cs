using Tessera.Sdk.Language;

namespace Tessera.Agents.ToolCalling;

/// <summary>What the model said, and what came back: it is kept or left out as a whole, so that no call stands without its answer.</summary>
/// <param name="Messages">The assistant's message, then the answers of its tools, or what it was told instead.</param>
internal sealed record Turn(IReadOnlyList<ChatMessage> Messages);

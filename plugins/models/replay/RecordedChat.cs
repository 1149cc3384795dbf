using System.Text.Json.Nodes;
using Tessera.Sdk.Language;

namespace Tessera.Models.Replay;

/// <summary>A question with its answer.</summary>
/// <param name="Line">The line of the recording, from 1.</param>
/// <param name="Root">The project's folder at that time; null where it is not recorded.</param>
/// <param name="Prompt">The whole conversation that was to be answered.</param>
/// <param name="Tools">The hash of the tools that could be called; null where it is not recorded.</param>
/// <param name="Sampling">How the answer was drawn; null where it is not recorded.</param>
/// <param name="MustCall">Whether the answer had to call a tool.</param>
/// <param name="Reply">The answer.</param>
internal sealed record RecordedChat(int Line, string? Root, IReadOnlyList<ChatMessage> Prompt, string? Tools, JsonObject? Sampling, bool MustCall, ChatReply Reply);

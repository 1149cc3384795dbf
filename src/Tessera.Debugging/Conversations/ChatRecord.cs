using Tessera.Sdk.Language;

namespace Tessera.Debugging.Conversations;

/// <summary>One question to a chat model and its answer, with the question in terms of what was said before.</summary>
/// <remarks>
/// All messages of an episode stand in one table, each once: the new ones of a question are appended to it, then the answer.
/// The question is a list of ranges of the table, so that a record is as long as what is new, and the exact question can be rebuilt.
/// </remarks>
/// <param name="Number">Which question it was, from 1.</param>
/// <param name="Added">The messages that were not said before, in the order in which they are appended to the table.</param>
/// <param name="Prompt">The question: ranges of the table in order.</param>
/// <param name="Request">The question as it was asked.</param>
/// <param name="Reply">The answer.</param>
internal sealed record ChatRecord(int Number, IReadOnlyList<ChatMessage> Added, IReadOnlyList<MessageRange> Prompt, ChatRequest Request, ChatReply Reply);

namespace Tessera.Sdk.Language;

/// <summary>The answer to a conversation.</summary>
/// <param name="Message">The answer.</param>
/// <param name="Usage">What it cost.</param>
public sealed record ChatReply(ChatMessage Message, Usage Usage)
{
    /// <summary>Why the answer ended.</summary>
    /// <value>The default value is <see cref="ChatFinish.Complete"/>.</value>
    public ChatFinish Finish { get; init; }
}

using Tessera.Sdk.Language;
using Tessera.Sdk.Tools;

namespace Tessera.Agents.ToolCalling;

/// <summary>Estimates the tokens of a conversation from its letters, by the ratio that the model's own counts show.</summary>
internal sealed class TokenEstimate
{
    // Before the first count: English and code have about four letters a token; fewer are assumed, to be on the safe side.
    private const double FirstLettersPerToken = 3;
    private const int LettersPerMessage = 16;

    private double _lettersPerToken = FirstLettersPerToken;

    public int Of(IEnumerable<ChatMessage> messages, IEnumerable<ToolDefinition> tools) =>
        (int)Math.Min(int.MaxValue, Math.Ceiling((messages.Sum(Letters) + tools.Sum(Letters)) / _lettersPerToken));

    /// <summary>Takes the model's own count of a question for the ratio of the next.</summary>
    public void Learn(ChatRequest request, Usage usage)
    {
        var letters = request.Messages.Sum(Letters) + request.Tools.Sum(Letters);
        // What the provider counts in ways of its own must not lead to absurd ratios.
        if (usage.InputTokens > 0) _lettersPerToken = Math.Clamp((double)letters / usage.InputTokens, 0.5, 6);
    }

    /// <summary>The model found a conversation too long that was thought to fit.</summary>
    public void Tighten() => _lettersPerToken = Math.Max(0.5, _lettersPerToken * 0.7);

    private static long Letters(ChatMessage message) =>
        LettersPerMessage + message.Text.Length + (message.Reasoning?.Length ?? 0) + (message.ProviderData?.ToJsonString().Length ?? 0)
        + (message.Calls ?? []).Sum(call => (long)call.Tool.Length + call.Arguments.ToJsonString().Length + (call.UnreadableArguments?.Length ?? 0));

    private static long Letters(ToolDefinition tool) => LettersPerMessage + tool.Name.Length + tool.Description.Length + tool.Arguments.ToJsonString().Length;
}

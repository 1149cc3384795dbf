using Tessera.Sdk.Language;

namespace Tessera.Models.Http.Tests;

internal static class Asking
{
    /// <summary>Asks one question; a test that hangs ends here.</summary>
    public static async Task<ChatReply> AskAsync(this ILanguageModel model, CancellationToken cancellationToken = default) =>
        await model.ChatAsync(new ChatRequest([new ChatMessage(ChatRole.User, "Does it work?")], [], new SamplingOptions()), cancellationToken).WaitAsync(TimeSpan.FromSeconds(60), CancellationToken.None);

    public static async Task<LanguageModelException> FailAsync(this ILanguageModel model, string id)
    {
        var failure = (await FluentActions.Awaiting(() => model.AskAsync()).Should().ThrowAsync<LanguageModelException>()).Which;
        failure.Message.Should().StartWith($"error {id}: ");
        return failure;
    }
}

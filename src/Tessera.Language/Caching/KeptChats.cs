using System.Text.Json.Nodes;
using Tessera.Sdk.Language;

namespace Tessera.Language.Caching;

/// <summary>Which answers to conversations are kept, and how they are given out.</summary>
internal static class KeptChats
{
    /// <summary>Whether asking again would give the same answer.</summary>
    public static bool AreRepeatable(ChatRequest request, ILanguageModel model) =>
        request.Sampling.Temperature == 0 || model.Capabilities.HasFlag(LanguageModelCapabilities.Seeded);

    /// <summary>An answer with JSON of its own, so that nobody changes what others get.</summary>
    public static ChatReply Copy(ChatReply reply) => reply with
    {
        Message = reply.Message with
        {
            Calls = reply.Message.Calls is { } calls ? [.. calls.Select(call => call with { Arguments = (JsonObject)call.Arguments.DeepClone() })] : null,
            ProviderData = reply.Message.ProviderData?.DeepClone(),
        },
    };
}

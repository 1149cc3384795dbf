using System.Text.Json.Nodes;
using Tessera.Sdk.Language;

namespace Tessera.Models.Anthropic;

/// <summary>Writes conversations in turns of user and assistant, as the Messages API wants them.</summary>
internal static class ConversationWriter
{
    public static JsonArray Write(IEnumerable<ChatMessage> messages)
    {
        var turns = new JsonArray();
        var calls = new List<string>();
        var results = new List<ChatMessage>();
        var texts = new List<ChatMessage>();
        foreach (var message in messages)
        {
            switch (message.Role)
            {
                case ChatRole.Assistant:
                    EndUserTurn();
                    AddTurn(turns, "assistant", AssistantBlocks(message));
                    calls = [.. (message.Calls ?? []).Select(call => call.Id)];
                    break;
                case ChatRole.Tool:
                    results.Add(message);
                    break;
                default:
                    texts.Add(message);
                    break;
            }
        }

        EndUserTurn();
        return turns;

        // All results stand in one turn, before anything else, in the order of the calls.
        void EndUserTurn()
        {
            var ordered = results.OrderBy(result => calls.IndexOf(result.CallId ?? "") is var at && at < 0 ? int.MaxValue : at);
            AddTurn(
                turns,
                "user",
                [
                    .. ordered.Select(result => Block.Result(result.CallId, result.Text, result.Failed)),
                    .. texts.Where(text => text.Text.Length > 0).Select(text => Block.Text(text.Text)),
                ]);
            results.Clear();
            texts.Clear();
        }
    }

    private static IReadOnlyList<JsonNode> AssistantBlocks(ChatMessage message)
    {
        // Signed thinking is valid only among the very blocks that it came with.
        if (message.ProviderData is JsonArray signed) return [.. signed.Select(block => block!.DeepClone())];
        var calls = (message.Calls ?? []).Select(call => Block.Call(call.Id, call.Tool, call.Arguments));
        return message.Text.Length == 0 ? [.. calls] : [Block.Text(message.Text), .. calls];
    }

    // Turns of one speaker run together, and the API knows no empty ones.
    private static void AddTurn(JsonArray turns, string role, IReadOnlyList<JsonNode> blocks)
    {
        if (blocks.Count == 0) return;
        if (turns.Count > 0 && (string?)turns[^1]!["role"] == role)
        {
            foreach (var block in blocks) turns[^1]!["content"]!.AsArray().Add(block);
        }
        else
        {
            turns.Add((JsonNode)new JsonObject { ["role"] = role, ["content"] = new JsonArray([.. blocks]) });
        }
    }
}

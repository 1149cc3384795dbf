using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Language;

namespace Tessera.Models.Replay;

/// <summary>The chats of a recording.</summary>
/// <param name="File">The file.</param>
/// <param name="ContentHash">The beginning of the file's hash.</param>
/// <param name="Chats">The chats in order.</param>
internal sealed record ChatRecording(string File, string ContentHash, IReadOnlyList<RecordedChat> Chats)
{
    private const string ChatKind = "chat";
    private const string StartKind = "start";

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>Reads all chats of a file.</summary>
    /// <exception cref="TesseraException">TESS4411: the file cannot be read or holds no chat. TESS4412: a line is no chat; those after it build on it.</exception>
    public static ChatRecording Read(string file)
    {
        var content = Content(file);
        var chats = new List<RecordedChat>();
        var prompts = new PromptReader();
        string? root = null;
        var number = 0;
        foreach (var line in Encoding.UTF8.GetString(content).Split('\n'))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line)) continue;
            try
            {
                var entry = JsonNode.Parse(line, documentOptions: Strict) as JsonObject ?? throw new FormatException("it is JSON, but not an object");
                var kind = entry["kind"] is JsonValue value && value.TryGetValue<string>(out var name) ? name : null;
                if (kind == StartKind) (prompts, root) = (new PromptReader(), Values.Text(entry, "root"));
                if (kind == ChatKind) chats.Add(Chat(entry, number, root, prompts));
            }
            catch (Exception unfit) when (unfit is JsonException or FormatException or InvalidOperationException)
            {
                throw new TesseraException(
                    Diagnostic.Error("TESS4412", $"This line is no recorded chat: {unfit.Message.TrimEnd('.')}.", new SourceLocation(file, number), "Give a recording as it was written."), unfit);
            }
        }

        if (chats.Count == 0) throw Unreadable(file, "it holds no chat", null);
        return new ChatRecording(file, Convert.ToHexStringLower(SHA256.HashData(content))[..16], chats);
    }

    private static RecordedChat Chat(JsonObject entry, int line, string? root, PromptReader prompts)
    {
        var prompt = prompts.Read(entry);
        var reply = new ChatReply(MessageReader.Read(entry["reply"]), Usage(entry["usage"] as JsonObject ?? [])) { Finish = Finish(Values.Text(entry, "finish")) };
        prompts.Add(reply.Message);
        return new RecordedChat(line, root, prompt, Values.Text(entry, "tools"), entry["sampling"] as JsonObject, Values.IsTrue(entry, "mustCall"), reply);
    }

    private static ChatFinish Finish(string? finish) => finish switch
    {
        null or "complete" => ChatFinish.Complete,
        "lengthReached" => ChatFinish.LengthReached,
        "refused" => ChatFinish.Refused,
        _ => throw new FormatException($"'finish' is '{finish}', which is none of complete, lengthReached and refused"),
    };

    private static Usage Usage(JsonObject usage) => new(Values.Whole(usage["input"]), Values.Whole(usage["output"]))
    {
        CachedInputTokens = Values.Whole(usage["cached"]),
        Cost = Values.Amount(usage["cost"]),
    };

    private static byte[] Content(string file)
    {
        try
        {
            return System.IO.File.ReadAllBytes(file);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(file, refused.Message.TrimEnd('.'), refused);
        }
    }

    private static TesseraException Unreadable(string file, string reason, Exception? cause) => new(
        Diagnostic.Error("TESS4411", $"The recording cannot be read: {reason}.", new SourceLocation(file), "Give the path of a readable file with lines of the kind 'chat', such as a trajectory."), cause);
}

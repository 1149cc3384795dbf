using System.Text.Json.Nodes;
using Tessera.Sdk.Language;
using Tessera.Sdk.Tools;

namespace Tessera.Models.Replay;

/// <summary>Finds where a question departs from the recorded one.</summary>
internal static class Difference
{
    /// <summary>The first difference as a part of a sentence; null for none. Reasoning, which models do not read, does not count, nor does what no two runs have in common.</summary>
    public static string? Find(RecordedChat recorded, ChatRequest asked, ProjectPlace place)
    {
        for (var i = 0; i < Math.Min(recorded.Prompt.Count, asked.Messages.Count); i++)
        {
            if (InMessage(recorded.Prompt[i], asked.Messages[i], place) is { } difference) return $"message {i + 1} ({Name(recorded.Prompt[i].Role)}) differs: {difference}";
        }

        if (recorded.Prompt.Count != asked.Messages.Count) return InCount(recorded.Prompt, asked.Messages);
        if (recorded.Tools is { } tools && !string.Equals(tools, ToolsHash.Of(asked.Tools), StringComparison.OrdinalIgnoreCase))
            return $"the tools that may be called differ in names, descriptions or arguments; asked with {string.Join(", ", asked.Tools.Select(tool => tool.Name))}";
        if (recorded.MustCall != asked.MustCall) return $"the answer {(recorded.MustCall ? "had" : "did not have")} to call a tool, and now it {(asked.MustCall ? "has" : "does not have")} to";
        return recorded.Sampling is { } sampling ? InSampling(sampling, asked.Sampling) : null;
    }

    private static string? InMessage(ChatMessage recorded, ChatMessage asked, ProjectPlace place)
    {
        if (recorded.Role != asked.Role) return $"it was said by {Name(recorded.Role)}, and now by {Name(asked.Role)}";
        if (recorded.Text != asked.Text && place.OfRecorded(recorded.Text) is var then && place.OfNow(asked.Text) is var now && then != now) return Excerpt.OfDifference(then, now);
        if (recorded.CallId != asked.CallId) return $"it answered the call '{recorded.CallId}', and now '{asked.CallId}'";
        if (recorded.Failed != asked.Failed) return recorded.Failed ? "its call had failed, and now it has not" : "its call had not failed, and now it has";
        var (calls, callsNow) = (recorded.Calls ?? [], asked.Calls ?? []);
        for (var i = 0; i < Math.Min(calls.Count, callsNow.Count); i++)
        {
            if (InCall(place.Move(calls[i]), callsNow[i]) is { } difference) return $"in call {i + 1}, {difference}";
        }

        if (calls.Count != callsNow.Count) return $"it had {calls.Count} calls, and now {callsNow.Count}";
        return JsonNode.DeepEquals(recorded.ProviderData, asked.ProviderData) ? null : "what the provider wants to see again is another";
    }

    private static string? InCall(ToolCall recorded, ToolCall asked)
    {
        if (recorded.Id != asked.Id) return $"the id was '{recorded.Id}', and now it is '{asked.Id}'";
        if (recorded.Tool != asked.Tool) return $"the tool was '{recorded.Tool}', and now it is '{asked.Tool}'";
        if (recorded.UnreadableArguments != asked.UnreadableArguments) return Excerpt.OfDifference(recorded.UnreadableArguments ?? "", asked.UnreadableArguments ?? "");
        return JsonNode.DeepEquals(recorded.Arguments, asked.Arguments) ? null : Excerpt.OfDifference(recorded.Arguments.ToJsonString(), asked.Arguments.ToJsonString());
    }

    private static string InCount(IReadOnlyList<ChatMessage> recorded, IReadOnlyList<ChatMessage> asked)
    {
        var (longer, word) = recorded.Count > asked.Count ? (recorded, "is missing") : (asked, "was not recorded");
        var first = longer[Math.Min(recorded.Count, asked.Count)];
        return $"{recorded.Count} messages were recorded and {asked.Count} are asked; {Excerpt.Of(first.Text)} ({Name(first.Role)}) {word}";
    }

    private static string? InSampling(JsonObject recorded, SamplingOptions asked)
    {
        var now = new JsonObject
        {
            ["temperature"] = asked.Temperature, ["topP"] = asked.TopP, ["maxTokens"] = asked.MaxTokens, ["stop"] = new JsonArray([.. asked.Stop.Select(stop => (JsonNode)stop)]),
        };
        var differing = now.FirstOrDefault(member => recorded.ContainsKey(member.Key) && !JsonNode.DeepEquals(recorded[member.Key], member.Value));
        return differing.Key is { } name ? $"'{name}' was {recorded[name]?.ToJsonString() ?? "null"}, and now it is {differing.Value!.ToJsonString()}" : null;
    }

    private static string Name(ChatRole role) => role.ToString().ToLowerInvariant();
}

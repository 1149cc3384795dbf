using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tessera.Cli.Output;

/// <summary>Shows a trajectory to a person: what the agent said and did, and what came back, one call after another.</summary>
/// <param name="output">Where it is shown.</param>
/// <param name="goOn">Is asked after each call whether to go on.</param>
internal sealed class TrajectoryOutput(TextWriter output, Func<bool> goOn)
{
    /// <summary>Shows a file. A last line that a kill cut off ends it.</summary>
    public void Write(string file)
    {
        foreach (var line in File.ReadLines(file))
        {
            if (Read(line) is not { } entry)
            {
                output.WriteLine("(The trajectory ends here: the next line is not whole.)");
                return;
            }

            if (!Write(entry)) return;
        }
    }

    private bool Write(JsonNode entry)
    {
        switch (Text(entry["kind"]))
        {
            case "start":
                Say($"Task {Text(entry["task"])}\n{Text(entry["instructions"])}\n{Verdict(entry["evaluation"])}\n");
                return true;
            case "chat":
                var reply = entry["reply"];
                Say($"{Text(reply?["reasoning"])}\n{Text(reply?["text"])}".Trim());
                return true;
            case "step":
                Say($"\n[{entry["step"]}] {Text(entry["tool"])} {Call(entry["arguments"])}");
                foreach (var observation in entry["observations"]?.AsArray() ?? []) Say(Text(observation?["text"]).TrimEnd());
                return goOn();
            case "end":
                Say($"\nEnded: {Text(entry["reason"])}. {Text(entry["message"])}\n{Verdict(entry["evaluation"])}");
                return true;
            default:
                return true;
        }
    }

    // Code of several lines is read as lines, not as one line of JSON.
    private static string Call(JsonNode? arguments)
    {
        if (arguments is not JsonObject given) return arguments?.ToJsonString(RelaxedJson.Options) ?? "";
        var blocks = given.Where(argument => Text(argument.Value).Contains('\n')).ToList();
        var rest = new JsonObject(given.Where(argument => !blocks.Contains(argument)).Select(argument => KeyValuePair.Create(argument.Key, argument.Value?.DeepClone())));
        var lines = blocks.Select(argument => $"\n  {argument.Key}:\n{string.Join('\n', Text(argument.Value).TrimEnd('\n').Split('\n').Select(line => $"  | {line}"))}");
        return rest.ToJsonString(RelaxedJson.Options) + string.Concat(lines);
    }

    private void Say(string text)
    {
        if (text.Length > 0) output.WriteLine(Words.Harmless(text));
    }

    private static string Verdict(JsonNode? evaluation) =>
        evaluation?["passed"] is not JsonValue passed ? ""
        : $"The evaluation {(passed.GetValue<bool>() ? "passed" : "failed")}{(evaluation["testsRun"] is { } run ? $": {evaluation["testsPassed"]} of {run} tests passed" : "")}.";

    private static string Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";

    private static JsonNode? Read(string line)
    {
        try
        {
            return JsonNode.Parse(line) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

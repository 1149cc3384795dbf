using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Tools;

namespace Tessera.Agents.Human;

/// <summary>A call as a person types it.</summary>
/// <remarks>
/// <c>TOOL name=value name="two words"</c>, <c>TOOL {"name": "value"}</c>, <c>TOOL VALUE</c>, where all that follows is the value of
/// the tool's first argument, as in <c>pdb b main.py:3</c>, or <c>TOOL WORD name=value</c>, as in <c>view main.py start=3</c>.
/// </remarks>
internal static class CallLine
{
    /// <summary>Reads a call.</summary>
    /// <exception cref="FormatException">It is none; the message says what to write.</exception>
    public static ToolCall Read(string line, IReadOnlyList<ToolDefinition> tools, string id)
    {
        var words = line.Trim().Split(' ', 2, StringSplitOptions.TrimEntries);
        var tool = tools.FirstOrDefault(known => known.Name == words[0])
            ?? throw new FormatException($"There is no tool '{words[0]}'. {NearestName.Suggest(words[0], tools.Select(known => known.Name))} `help` lists them.");
        return new ToolCall(id, tool.Name, words.Length == 1 ? [] : Arguments(words[1], tool));
    }

    /// <summary>How a tool is called.</summary>
    public static string Usage(ToolDefinition tool)
    {
        var needed = Needed(tool);
        return string.Join(' ', [tool.Name, .. Names(tool).Select(name => needed.Contains(name) ? $"{name}=..." : $"[{name}=...]")]);
    }

    private static JsonObject Arguments(string text, ToolDefinition tool)
    {
        if (text.StartsWith('{')) return Json(text);
        var names = Names(tool);
        var equals = text.IndexOf('=');
        if (equals > 0 && names.Contains(text[..equals])) return Pairs(text, names, tool);
        if (names.Count == 0) throw new FormatException($"{tool.Name} takes no arguments.");
        if (text.Split(' ', 2, StringSplitOptions.TrimEntries) is [var word, var rest] && names.Skip(1).Any(name => rest.StartsWith(name + "=", StringComparison.Ordinal) && !rest.StartsWith(name + "==", StringComparison.Ordinal)))
        {
            var arguments = Pairs(rest, names, tool);
            if (!arguments.ContainsKey(names[0])) arguments.Insert(0, names[0], word);
            return arguments;
        }

        return new JsonObject { [names[0]] = text };
    }

    private static JsonObject Json(string text)
    {
        try
        {
            return JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false }) as JsonObject ?? throw new FormatException("The arguments are no JSON object.");
        }
        catch (JsonException unfit)
        {
            throw new FormatException($"The arguments are no JSON object: {unfit.Message}", unfit);
        }
    }

    private static JsonObject Pairs(string text, List<string> names, ToolDefinition tool)
    {
        var arguments = new JsonObject();
        for (var i = 0; i < text.Length;)
        {
            var equals = text.IndexOf('=', i);
            var name = equals < 0 ? text[i..] : text[i..equals];
            if (equals < 0 || !names.Contains(name)) throw new FormatException($"'{name}' is no argument of {tool.Name}: {Usage(tool)}. A value with spaces stands in \"quotes\".");
            i = equals + 1;
            arguments[name] = i < text.Length && text[i] == '"' ? Quoted(text, ref i) : Plain(text, ref i);
            while (i < text.Length && text[i] == ' ') i++;
        }

        return arguments;
    }

    private static string Plain(string text, ref int i)
    {
        var end = text.IndexOf(' ', i);
        var value = end < 0 ? text[i..] : text[i..end];
        i = end < 0 ? text.Length : end;
        return value;
    }

    private static string Quoted(string text, ref int i)
    {
        var value = new StringBuilder();
        for (i++; i < text.Length && text[i] != '"'; i++)
        {
            if (text[i] != '\\' || i + 1 == text.Length) value.Append(text[i]);
            else value.Append(text[++i] switch { 'n' => '\n', 't' => '\t', var other => other });
        }

        if (i == text.Length) throw new FormatException("A closing \" is missing.");
        i++;
        return value.ToString();
    }

    // The needed arguments first: what follows a tool's name alone is the first one's value.
    private static List<string> Names(ToolDefinition tool)
    {
        var needed = Needed(tool);
        return [.. ((tool.Arguments["properties"] as JsonObject) ?? []).Select(argument => argument.Key).OrderBy(name => !needed.Contains(name))];
    }

    private static List<string> Needed(ToolDefinition tool) =>
        [.. ((tool.Arguments["required"] as JsonArray) ?? []).Select(name => name!.GetValue<string>())];
}

using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tessera.Tests;

/// <summary>Arguments as no schema has them: of wrong kinds, missing, unknown, too many, too large, too deep.</summary>
internal static class HostileArguments
{
    // As they are written, so that each is also what a server may be sent. What JSON cannot hold, such as NaN, is sent as text.
    private static readonly string[] _values =
    [
        "null", "true", "false", "0", "-1", "1.5", "-0", "1e400", "-1e400", "1e-400", "99999999999999999999", "-99999999999999999999999999999999", "2147483648", "-2147483649", "9007199254740993", "1e9", "0.1e1",
        "\"\"", "\" \"", "\"NaN\"", "\"Infinity\"", "\"-Infinity\"", "\"1e999\"", "\"0x10\"", "\"١٢\"", "\"1,000\"", "\"true\"", "\"null\"", "\"[]\"", "\"\\u0000\"", "\"\\ud83d\\ude00\"", "\"../../etc/passwd\"", "\"%s%n\"", "\"{}\"",
        "[]", "{}", "[[]]", "[null]", "[1,\"a\",{}]", "{\"a\":{\"a\":{\"a\":[]}}}", "[{\"line\":1,\"expr\":[]}]", "{\"expr\":null,\"at\":\"never\"}", "{\"__proto__\":1}", "[\"x\",[\"x\"]]",
    ];

    /// <summary>Arguments for a tool, each as JSON.</summary>
    /// <param name="schema">The schema of the tool's arguments.</param>
    public static IEnumerable<string> For(JsonObject schema)
    {
        string[] names = [.. schema["properties"]?.AsObject().Select(property => property.Key) ?? []];
        string[] required = [.. schema["required"]?.AsArray().Select(name => name!.GetValue<string>()) ?? []];
        yield return "{}";
        foreach (var name in names)
        {
            foreach (var value in _values) yield return Written(required.Except([name]).Select(other => (other, "\"x\"")).Append((name, value)));
            yield return Written(required.Except([name]).Select(other => (other, "\"x\"")));
            yield return Written(required.Except([name]).Select(other => (other, "\"x\"")).Append((name, Text(new string('a', 1_000_000)))));
            yield return Written(required.Except([name]).Select(other => (other, "\"x\"")).Append((name, Nested('[', ']'))));
        }

        if (names.Length > 0) yield return $"{{{Text(names[0])}:\"x\",{Text(names[0])}:1}}";
        foreach (var value in _values) yield return Written(names.Select(name => (name, value)));
        foreach (var unknown in new[] { "pathh", "", " ", "__class__", "Path", "PATH", "path\n", "\ud83d\ude00", new string('n', 100_000) })
            yield return Written(required.Select(name => (name, "\"x\"")).Append((unknown, "1")));
        yield return Written(required.Select(name => (name, "\"x\"")).Concat(Enumerable.Range(0, 5000).Select(i => ($"unknown{i}", "1"))));
    }

    // Deep, and still what readers of JSON take.
    private static string Nested(char open, char close) => new StringBuilder().Append(open, 60).Append(close, 60).ToString();

    private static string Written(IEnumerable<(string Name, string Value)> arguments) => $"{{{string.Join(',', arguments.Select(argument => $"{Text(argument.Name)}:{argument.Value}"))}}}";

    private static string Text(string text) => JsonSerializer.Serialize(text);
}

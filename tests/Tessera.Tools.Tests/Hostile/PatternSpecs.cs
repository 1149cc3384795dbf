using System.Text.Json.Nodes;

namespace Tessera.Tools.Tests.Hostile;

/// <summary>Whatever pattern is searched for, or stands in a file of patterns: the search ends in time with an answer.</summary>
public sealed class PatternSpecs
{
    private static readonly string[] _pieces =
    [
        "a", "b", ".", "a*", "a+", "(a+)+", "(a|a)*", "(a*)*", "(.*)*", "(a|aa)+", "[a-z]*", "[^b]", "\\w+", "\\s*", "\\1", "(a)\\1", "(?=a)", "(?<!b)", "(?<n>a)", "\\k<n>", "(?i)", "(?:", ")", "(", "[", "]", "{", "}",
        "{2,5}", "{1000}", "{999999999}", "{2147483647}", "{99999999999}", "?", "??", "*?", "+", "|", "^", "$", "\\b", "\\", "\\p{L}", "\\p{", "\\x", "\\u00", "\\c", "(?#", "(?<", "(?>a*)", "\\G", "\\z", "\u0130", "é", "\ud800", "\0",
    ];

    private static readonly string[] _disastrous =
    [
        "^(a+)+$", "(a*)*b", "(a|aa)*c", "^(([a-z])+.)+[A-Z]([a-z])+$", "(a+)+\\1b", "(?=(a+))\\1b*c", "(.*)(.*)(.*)(.*)(.*)(.*)(.*)(.*)(.*)!",
        "((a{100}){100}){100}", "(((a{1,300}){1,300}){1,300}){1,300}", "\\w{50000}", "(\\w{1,200}\\s?){1,200}!",
    ];

    private static readonly string[] _globPieces = ["*", "**", "**/", "/", "?", "[a-z]", "[!a]", "[", "]", "a", "*a", "\\", "{", "}", "(", "!", "#", "$", "+", "[[:alpha:]]", "[z-a]", "\ud800", "part.py", ".."];

    [Fact]
    public async Task Whatever_expression_is_searched_for_the_search_ends()
    {
        await using var ground = Lines();
        await Trials.MakeAsync(600, choices => ground.CallAsync("grep", new JsonObject
        {
            ["pattern"] = choices.Joined(8, _pieces),
            ["ignore_case"] = choices.Once(@in: 3),
            ["literal"] = choices.Once(@in: 8),
            ["context"] = choices.Number(0, 2),
        }));
    }

    [Fact]
    public async Task Expressions_that_take_exponential_time_or_room_elsewhere_do_not_here()
    {
        await using var ground = Lines();
        foreach (var pattern in _disastrous) await ground.CallAsync("grep", new JsonObject { ["pattern"] = pattern });
        await ground.CallAsync("grep", new JsonObject { ["pattern"] = new string('(', 100_000) + "a" });
        await ground.CallAsync("grep", new JsonObject { ["pattern"] = string.Concat(Enumerable.Repeat("(a", 50_000)) + new string(')', 50_000) });
        await ground.CallAsync("grep", new JsonObject { ["pattern"] = string.Join('|', Enumerable.Range(0, 50_000)) });
        await ground.CallAsync("grep", new JsonObject { ["pattern"] = new string('a', 5_000_000), ["literal"] = true });
    }

    [Fact]
    public async Task Whatever_glob_is_given_the_search_ends()
    {
        await using var ground = Lines();
        await Trials.MakeAsync(600, choices => ground.CallAsync("grep", new JsonObject { ["pattern"] = "b = 2", ["path"] = choices.Joined(12, _globPieces) }));
        await ground.CallAsync("grep", new JsonObject { ["pattern"] = "b", ["path"] = string.Concat(Enumerable.Repeat("**/", 1000)) + "x" });
        await ground.CallAsync("grep", new JsonObject { ["pattern"] = "b", ["path"] = string.Concat(Enumerable.Repeat("*a", 2000)) + "x" });
    }

    [Fact]
    public async Task Whatever_stands_in_gitignore_the_search_ends()
    {
        await using var ground = Lines();
        await Trials.MakeAsync(400, choices =>
        {
            var lines = Enumerable.Range(0, choices.Number(1, 20)).Select(_ => choices.Once(@in: 4) ? choices.Letters(20) : choices.Joined(12, _globPieces));
            ground.Write(choices.Of(".gitignore", "deep/.gitignore"), string.Join('\n', lines));
            return ground.CallAsync("grep", new JsonObject { ["pattern"] = "c = 3", ["path"] = choices.Of<string?>(null, "deep", "*.py") });
        });
        ground.Write(".gitignore", string.Concat(Enumerable.Repeat("**/*a*a*a*a*a*a*a*a*b\n", 20_000)));
        await ground.CallAsync("grep", new JsonObject { ["pattern"] = "c" });
        ground.Write(".gitignore", string.Concat(Enumerable.Repeat("*a", 500_000)));
        await ground.CallAsync("grep", new JsonObject { ["pattern"] = "c" });
    }

    private static Ground Lines() => Ground.Open()
        .Write("lines.txt", $"{new string('a', 5000)}\n{string.Concat(Enumerable.Repeat("ab ", 2000))}\n{string.Concat(Enumerable.Repeat("1,2,", 500))}\nxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\n")
        .Write($"deep/{string.Concat(Enumerable.Repeat("a", 200))}.txt", "ab\n");
}

using System.Text.Json.Nodes;
using Tessera.Sdk.Tools;

namespace Tessera.Tools.Tests.Hostile;

/// <summary>NUL and other characters that no text should hold, wherever a text is given or read: each call is answered.</summary>
public sealed class NulSpecs
{
    [Fact]
    public async Task Nul_and_halves_of_letters_in_any_text_given_to_the_tools_of_files_are_answered()
    {
        await using var ground = Ground.Open();
        await Trials.MakeAsync(1200, choices => ground.CallAsync(choices.Of("view", "listdir", "grep", "rewrite"), Texts(choices, "path", "pattern", "new_code", "expected", "start", "depth")));
    }

    [Theory]
    [InlineData("local")]
    [InlineData("sandbox")]
    public async Task Nul_and_halves_of_letters_in_any_text_given_to_the_tools_of_programs_are_answered(string terminal)
    {
        await using var ground = await Ground.OpenAsync(terminal);
        await Trials.MakeAsync(Trials.Processes(20), async choices =>
        {
            var tool = choices.Of("bash", "pdb", "trace", "submit", "eval");
            var arguments = Texts(choices, tool switch
            {
                "bash" => ["command"],
                "pdb" => ["command", "entrypoint", "input"],
                "trace" => ["entrypoint", "calls"],
                "submit" => ["message"],
                _ => ["nothing"],
            });
            if (tool == "bash") arguments["timeout"] = 2;
            if (tool is "bash" or "pdb") arguments["command"] ??= Text(choices);
            if (tool == "trace") arguments["functions"] = new JsonArray(Text(choices), "main.py:" + Text(choices));
            await ground.CallAsync(tool, arguments);
            if (tool == "submit") await ground.ReopenAsync();
        });
    }

    [Fact]
    public async Task Files_and_names_with_any_bytes_are_shown_searched_and_listed()
    {
        await using var ground = Ground.Open();
        await Trials.MakeAsync(300, async choices =>
        {
            var name = $"file{choices.Seed % 20}{choices.Of("", "\n", "\u001b[31m", "\u202e", "é", " ")}.txt";
            var bytes = new byte[choices.Number(0, 4000)];
            new Random(choices.Seed).NextBytes(bytes);
            if (choices.Once(@in: 2)) for (var i = 0; i < bytes.Length; i++) bytes[i] = choices.Of<byte>(0, 10, 13, 65, 0xC3, 0xFF, 0xFE, 0xE2, 0x1B, 0xED);
            await File.WriteAllBytesAsync(ground.At(name), bytes);
            await ground.CallAsync("view", new JsonObject { ["path"] = name });
            await ground.CallAsync("grep", new JsonObject { ["pattern"] = choices.Of("A", ".", "[^A]", "\\x00", "\u00ff"), ["context"] = 1 });
            await ground.CallAsync("listdir", []);
            await ground.CallAsync("rewrite", new JsonObject { ["path"] = name, ["start"] = 1, ["new_code"] = choices.Letters(5) });
        });
    }

    private static JsonObject Texts(Choices choices, params string[] names)
    {
        var arguments = new JsonObject();
        foreach (var name in names) if (!choices.Once(@in: 3)) arguments[name] = Text(choices);
        return arguments;
    }

    private static string Text(Choices choices) => choices.Number(0, 5) switch
    {
        0 => "\0",
        1 => "main.py\0",
        2 => "main.py" + choices.Of("\0.txt", "\ud800", "\udc00/x", "\n", "\u0001"),
        3 => choices.Of("python3 main.py \0", "p '\0'", "echo '\0' | od", "b main.py:1\0", "\0\0\0"),
        _ => choices.Letters(12),
    };
}

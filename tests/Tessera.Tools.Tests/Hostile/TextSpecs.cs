using System.Text;
using System.Text.Json.Nodes;

namespace Tessera.Tools.Tests.Hostile;

/// <summary>Text that a shell, a document or a program would take for more than text: the tools take it for text.</summary>
public sealed class TextSpecs
{
    private static readonly string[] _pieces =
    [
        "EOF\n", "<<'EOF'\n", "DEBUGGYM_EOF\n", "cat <<E\n", "$(touch ../outside/new)", "`id`", "${HOME}", "'; rm -rf .. #", "\" && touch x", "\\", "\\n", "%s%n", "{0}", "-n", "--", "\n", "\r\n", "\r", "\t", "\u0085", "\u2028",
        "\f", "\v", "'''", "\"\"\"", "```\n", "@@ -1 +1 @@\n", "--- a\n+++ b\n", "<<<<<<< x\n", "# -*- coding: utf-7 -*-\n", "\ufeff", "é", "\U0001F600", "\u001b[2J", "a", "x = 1\n", "    ", "import os; os._exit(1)\n", "\u202e",
    ];

    [Fact]
    public async Task Text_like_heredocs_and_commands_is_written_as_it_is()
    {
        await using var ground = Ground.Open();
        await Trials.MakeAsync(800, async choices =>
        {
            var text = choices.Joined(20, _pieces);
            var name = $"{choices.Seed}/" + choices.Of("note.txt", "EOF", "code.md", "sub folder/it's", "-rf", "$(id)", "`id`.txt", "a;b", "*.txt", "new\nline");
            (await ground.CallAsync("rewrite", new JsonObject { ["path"] = name, ["new_code"] = text })).Failed.Should().BeFalse();
            (await File.ReadAllBytesAsync(ground.At(name))).Should().Equal(Encoding.UTF8.GetBytes(text));
            await ground.CallAsync("view", new JsonObject { ["path"] = name });
            await ground.CallAsync("rewrite", new JsonObject { ["path"] = name, ["start"] = 1, ["end"] = choices.Number(1, 5), ["new_code"] = choices.Joined(5, _pieces), ["expected"] = choices.Once(@in: 4) ? text : null });
        });
    }

    [Theory]
    [InlineData("local")]
    [InlineData("sandbox")]
    public async Task Text_like_heredocs_and_commands_is_given_to_programs_as_it_is(string terminal)
    {
        await using var ground = await Ground.OpenAsync(terminal);
        ground.Write("main.py", "import sys\ndef work():\n    print(repr(sys.stdin.read()), sys.argv[1:])\nwork()\n");
        await Trials.MakeAsync(Trials.Processes(6), async choices =>
        {
            var text = choices.Joined(10, _pieces).Replace("\r", "", StringComparison.Ordinal);
            await ground.CallAsync("bash", new JsonObject { ["command"] = $"cat > heredoc.txt <<'END_OF_IT'\n{text}\nEND_OF_IT", ["timeout"] = 5 });
            if (!text.Contains("END_OF_IT", StringComparison.Ordinal)) (await File.ReadAllTextAsync(ground.At("heredoc.txt"))).TrimStart('\ufeff').Should().Be((text + "\n").TrimStart('\ufeff'));
            var quoted = "'" + text.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
            await ground.CallAsync("pdb", new JsonObject { ["command"] = "c", ["entrypoint"] = "python3 main.py " + quoted, ["input"] = text });
            await ground.CallAsync("trace", new JsonObject { ["functions"] = new JsonArray("main.py:work"), ["entrypoint"] = "python3 main.py " + quoted, ["evaluate"] = new JsonArray(new JsonObject { ["line"] = "main.py:3", ["expr"] = text }) });
        });
    }

    [Fact]
    public async Task An_expected_text_that_nearly_stands_everywhere_is_looked_for_in_time()
    {
        await using var ground = Ground.Open();
        ground.Write("same.txt", string.Concat(Enumerable.Repeat("a\n", 200_000)));
        var expected = string.Concat(Enumerable.Repeat("a\n", 100_000)) + "b\n";
        var answer = await ground.CallAsync("rewrite", new JsonObject { ["path"] = "same.txt", ["start"] = 1, ["end"] = 2, ["new_code"] = "c\n", ["expected"] = expected });
        answer.Failed.Should().BeTrue();
    }

    [Fact]
    public async Task A_text_that_differs_in_every_line_is_compared_in_time()
    {
        await using var ground = Ground.Open();
        var (before, after) = (string.Concat(Enumerable.Range(0, 100_000).Select(i => $"{i % 7}\n")), string.Concat(Enumerable.Range(0, 100_000).Select(i => $"{i % 11}\n")));
        ground.Write("many.txt", before);
        await ground.CallAsync("rewrite", new JsonObject { ["path"] = "many.txt", ["new_code"] = after });
        await ground.CallAsync("view", new JsonObject { ["path"] = "many.txt" });
        ground.Write("many.txt", before);
        (await ground.CallAsync("rewrite", new JsonObject { ["path"] = "many.txt", ["start"] = 1, ["new_code"] = "x" })).Text.Should().Contain("was changed since you last saw it");
    }
}

using System.Diagnostics;

namespace Tessera.Cli.Tests;

/// <summary>A person debugs by hand, in a real terminal.</summary>
public sealed class PersonAtConsoleSpecs : IDisposable
{
    private const string Pipeline = """
        name: mend
        steps:
          repair:
            uses: step/debug
            with:
              project: shop
              evaluate: [python3, -m, unittest]
              terminal: terminal/local
              tools: [tool/view, tool/rewrite, tool/eval]
              agent: agent/human
        """;

    private readonly Workplace _work = new();

    public PersonAtConsoleSpecs()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/usr/bin/script"), "A terminal is made by `script`, as util-linux has it.");
        _work.File("shop/cart.py", "def total(prices):\n    return sum(prices[1:])\n");
        _work.File("shop/test_cart.py", "import unittest, cart\nclass CartTest(unittest.TestCase):\n    def test_total(self): self.assertEqual(3, cart.total([1, 2]))\n");
        _work.File("mend.yaml", Pipeline);
    }

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task What_is_typed_completed_and_answered_stands_beside_the_progress_and_the_change_is_a_patch()
    {
        var screen = await TypeAsync("vi\tca\t start=2\n", "rewrite cart.py start=2 new_code=\"    return sum(prices)\\n\"\n", "eval\n", "quit\n");

        // An answer begins a line, or a line that was cleared for it.
        screen.Should().MatchRegex("[\r\n]Viewing `cart.py`, lines 2-2 of 2 total lines.").And.MatchRegex("[\r\n]The evaluation passed: 1 of 1 tests passed.");
        screen.Should().Contain("done    repair").And.Contain("Done after 3 calls. What was changed stands in change.patch.").And.Contain("Files of repair: ");
        File.ReadAllText(_work.At("runs", "mend", "steps", "repair", "files", "change.patch")).Should().Contain("-    return sum(prices[1:])\n+    return sum(prices)\n");
    }

    private async Task<string> TypeAsync(params string[] lines)
    {
        using var process = Process.Start(new ProcessStartInfo("/usr/bin/script", ["-q", "-e", "-c", $"dotnet '{Repository.Tessera}' run mend.yaml", "/dev/null"])
        {
            WorkingDirectory = _work.Folder, RedirectStandardInput = true, RedirectStandardOutput = true, Environment = { ["TERM"] = "xterm", ["NO_COLOR"] = "1" },
        })!;
        var screen = new System.Text.StringBuilder();
        foreach (var line in lines)
        {
            await ReadAsync("> ");
            await process.StandardInput.WriteAsync(line);
            await process.StandardInput.FlushAsync();
            await ReadAsync("\n");
        }

        screen.Append(await process.StandardOutput.ReadToEndAsync());
        await process.WaitForExitAsync();
        process.ExitCode.Should().Be(0, screen.ToString());
        return screen.ToString();

        // Whoever types waits for the prompt, and sees the line echoed.
        async Task ReadAsync(string awaited)
        {
            using var bound = new CancellationTokenSource(TimeSpan.FromMinutes(2));
            var begin = screen.Length;
            var buffer = new char[4096];
            while (!screen.ToString(begin, screen.Length - begin).EndsWith(awaited, StringComparison.Ordinal) && !screen.ToString(begin, screen.Length - begin).Contains(awaited + "\u001b", StringComparison.Ordinal))
            {
                var count = await process.StandardOutput.ReadAsync(buffer, bound.Token);
                if (count == 0) return;
                screen.Append(buffer, 0, count);
            }
        }
    }
}

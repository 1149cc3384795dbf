using CliWrap.Buffered;

namespace Tessera.Cli.Tests;

/// <summary>Whatever is asked wrongly or in a hostile place ends with a message and an exit code, never with a stack trace.</summary>
public sealed class MistakeSpecs : IDisposable
{
    private const string Sum = "name: sum\ninputs: { left: 1 }\nsteps: { a: { uses: step/add, with: { left: \"${inputs.left}\" } } }\n";

    private readonly Workplace _work = new();

    public MistakeSpecs() => _work.File("sum.yaml", Sum);

    public void Dispose() => _work.Dispose();

    [Theory]
    [InlineData("TESS1901", "")]
    [InlineData("TESS1901", "run")]
    [InlineData("TESS1901", "run", "sum.yaml", "sum.yaml")]
    [InlineData("TESS1901", "run", "")]
    [InlineData("TESS1901", "validate", "")]
    [InlineData("TESS1901", "run", "sum.yaml", "--out", "")]
    [InlineData("TESS1901", "runs", "list", "--in", "")]
    [InlineData("TESS1901", "runs", "show", "")]
    [InlineData("TESS1901", "plugins", "install", "")]
    [InlineData("TESS1901", "plugins", "remove", "")]
    [InlineData("TESS1901", "plugins", "install", ".", "--into", "")]
    [InlineData("TESS1902", "plugins", "describe", "")]
    [InlineData("TESS1902", "plugins", "verify", "")]
    [InlineData("TESS2011", "plugins", "describe", "/")]
    [InlineData("TESS2011", "plugins", "why", "")]
    [InlineData("TESS1903", "run", "sum.yaml", "--set", "left")]
    [InlineData("TESS1903", "run", "sum.yaml", "--set", "")]
    [InlineData("TESS1903", "validate", "sum.yaml", "--set", "=3")]
    [InlineData("TESS3007", "run", "sum.yaml", "--set", "lefd=3")]
    [InlineData("TESS3007", "run", "sum.yaml", "--set", "steps.b.with.left=3")]
    [InlineData("TESS3005", "run", ".")]
    [InlineData("TESS3005", "validate", "/")]
    [InlineData("TESS3005", "run", "sum.yaml/x")]
    [InlineData("TESS4001", "run", "sum.yaml", "--out", "sum.yaml")]
    [InlineData("TESS4001", "run", "sum.yaml", "--out", "sum.yaml/below")]
    [InlineData("TESS1905", "runs", "show", "sum.yaml")]
    [InlineData("TESS1905", "runs", "show", "none", "--in", "sum.yaml")]
    [InlineData("TESS1901", "plugins", "list", "--plugins", "sum.yaml")]
    [InlineData("TESS2051", "plugins", "install", "sum.yaml", "--into", "plugins")]
    public async Task A_mistake_is_named(string id, params string[] arguments)
    {
        var result = await _work.RunAsync(arguments);

        Calm(result);
        result.ExitCode.Should().Be(2);
        result.StandardError.Should().Contain($"error {id}: ");
    }

    [Theory]
    [InlineData("'rnu' is not a command of tessera.", "run", "rnu", "sum.yaml")]
    [InlineData("'lst' is not a command of tessera plugins.", "list", "plugins", "lst")]
    [InlineData("tessera run has no option '--sett'.", "--set", "run", "--sett", "left=2", "sum.yaml")]
    [InlineData("tessera plugins list has no option '--jsn'.", "--json", "plugins", "list", "--jsn")]
    public async Task What_was_mistyped_is_told_with_what_was_probably_meant(string message, string meant, params string[] arguments)
    {
        var result = await _work.RunAsync(arguments);

        result.ExitCode.Should().Be(2);
        result.StandardError.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Should().Equal($"error TESS1901: {message}", $"Did you mean '{meant}'?");
    }

    [Theory]
    [InlineData("run <pipeline>")]
    [InlineData("list ", "plugins")]
    [InlineData("show <", "runs")]
    public async Task A_command_that_says_too_little_is_answered_with_help(string listed, params string[] arguments)
    {
        var result = await _work.RunAsync(arguments);

        result.ExitCode.Should().Be(2);
        result.StandardOutput.Should().BeEmpty();
        result.StandardError.Should().Contain("Usage:").And.Contain(listed);
    }

    [Theory]
    [InlineData("run")]
    [InlineData("validate")]
    [InlineData("run", "sum.yaml", "--out")]
    [InlineData("run", "sum.yaml", "--set")]
    [InlineData("runs", "show")]
    [InlineData("plugins", "describe")]
    [InlineData("plugins", "why")]
    [InlineData("plugins", "verify")]
    [InlineData("plugins", "install", "--into", "plugins")]
    [InlineData("plugins", "remove", "--from")]
    [InlineData("plugins", "list", "--plugins")]
    public async Task Something_very_long_is_a_mistake_like_any_other(params string[] arguments)
    {
        var result = await _work.RunAsync([.. arguments, new string('x', 100_000)]);

        Calm(result);
        result.ExitCode.Should().Be(2);
    }

    [Fact]
    public async Task Text_that_is_not_text_is_told_of()
    {
        await File.WriteAllBytesAsync(_work.At("bytes.yaml"), [.. "name: "u8, 0xFF, 0xFE, 0xC3, 0x28, .. "\nsteps: {}\n"u8]);
        await File.WriteAllBytesAsync(_work.At("noise.yaml"), [.. Enumerable.Range(0, 256).Select(i => (byte)i)]);

        foreach (var file in new[] { "bytes.yaml", "noise.yaml" })
        {
            var result = await _work.RunAsync("run", file);
            Calm(result);
            result.ExitCode.Should().Be(2);
            result.StandardError.Should().Contain(file).And.MatchRegex("TESS3[0-9]{3}");
        }
    }

    [Theory]
    [InlineData("summary.json")]
    [InlineData("journal.jsonl")]
    [InlineData("pipeline.json")]
    [InlineData("lock.json")]
    [InlineData(".running")]
    [InlineData("steps/a/done.json")]
    public async Task A_folder_that_lies_where_a_file_should_be_is_told_of(string file)
    {
        Directory.CreateDirectory(_work.At("out", file, "inside"));

        var result = await _work.RunAsync("run", "sum.yaml", "--out", "out");

        Calm(result);
        if (result.StandardError.Contains("TESS4003", StringComparison.Ordinal)) result.StandardError.Should().Contain("out: error TESS4003");
        else if (result.ExitCode != 0) result.StandardError.Should().MatchRegex("TESS(1906|4001|4002)").And.Contain(file.Split('/')[^1] is ".running" ? "out" : file);
    }

    [Fact]
    public async Task Files_that_cannot_be_read_are_told_of()
    {
        Assert.SkipUnless(File.Exists("/proc/self/mem"), "There is no file that nobody can read.");
        Directory.CreateDirectory(_work.At("runs", "old"));
        Directory.CreateDirectory(_work.At("plugins", "bad"));
        foreach (var link in new[] { "pipeline.yaml", "runs/old/summary.json", "plugins/bad/plugin.json" }) File.CreateSymbolicLink(_work.At(link), "/proc/self/mem");

        foreach (var (id, exitCode, arguments) in new (string, int, string[])[]
        {
            ("TESS3005", 2, ["run", "pipeline.yaml"]),
            ("TESS3005", 2, ["validate", "pipeline.yaml"]),
            ("TESS4005", 2, ["runs", "show", "old"]),
            ("TESS4005", 0, ["runs", "list"]),
            ("TESS2002", 0, ["plugins", "list", "--plugins", _work.At("plugins")]),
            ("TESS2002", 2, ["plugins", "verify", "bad", "--plugins", _work.At("plugins")]),
            ("TESS2002", 2, ["plugins", "install", "plugins/bad", "--into", "elsewhere"]),
        })
        {
            var result = await _work.RunAsync(arguments);
            Calm(result);
            result.ExitCode.Should().Be(exitCode);
            (result.StandardError + result.StandardOutput).Should().Contain(id);
        }
    }

    [Fact]
    public async Task In_a_place_that_cannot_be_written_only_what_writes_fails()
    {
        Assert.SkipUnless(Directory.Exists("/proc"), "There is no folder that nobody can write.");
        var place = TesseraProcess.Command().WithWorkingDirectory("/proc");

        var run = await place.WithArguments([Repository.Tessera, "run", _work.At("sum.yaml"), "--plugins", Workplace.Steps]).RunAsync();
        var elsewhere = await place.WithArguments([Repository.Tessera, "run", _work.At("sum.yaml"), "--out", _work.At("out"), "--plugins", Workplace.Steps]).RunAsync();
        var install = await place.WithArguments([Repository.Tessera, "plugins", "install", Workplace.Steps, "--into", "plugins"]).RunAsync();
        var list = await place.WithArguments([Repository.Tessera, "runs", "list"]).RunAsync();

        foreach (var result in new[] { run, elsewhere, install, list }) Calm(result);
        run.StandardError.Should().Contain("TESS4001").And.Contain("--out");
        elsewhere.ExitCode.Should().Be(0, elsewhere.StandardError);
        install.StandardError.Should().Contain("TESS2050");
        list.ExitCode.Should().Be(0);
    }

    [Fact]
    public async Task A_home_is_not_needed()
    {
        var command = TesseraProcess.Command("run", "sum.yaml", "--json", "--plugins", Workplace.Steps).WithWorkingDirectory(_work.Folder);

        var result = await command.WithEnvironmentVariables(variables => variables.Set("HOME", null).Set("TMPDIR", null).Set("XDG_CONFIG_HOME", null)).RunAsync();

        Calm(result);
        result.ExitCode.Should().Be(0, result.StandardError);
    }

    [Fact]
    public async Task What_nobody_foresaw_can_be_looked_into()
    {
        Directory.CreateDirectory(_work.At("out", "journal.jsonl", "inside"));
        var command = TesseraProcess.Command("run", "sum.yaml", "--out", "out", "--plugins", Workplace.Steps).WithWorkingDirectory(_work.Folder);

        var traced = await command.WithEnvironmentVariables(variables => variables.Set("TESSERA_TRACE", "1")).RunAsync();

        traced.ExitCode.Should().Be(1);
        traced.StandardError.Should().Contain("   at Tessera.").And.Contain("TESS1906");
    }

    private static void Calm(BufferedCommandResult result)
    {
        (result.StandardError + result.StandardOutput).Should().NotContain("Unhandled exception").And.NotMatchRegex(@"(?m)^\s+at [\w.<>`]+\(");
        result.ExitCode.Should().BeInRange(0, 2, result.StandardError);
    }
}

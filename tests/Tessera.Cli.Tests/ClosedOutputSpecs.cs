namespace Tessera.Cli.Tests;

/// <summary>Whoever reads the output may go before its end, or have no room for it.</summary>
public sealed class ClosedOutputSpecs : IClassFixture<CrowdedFolder>
{
    private readonly string _folder;

    public ClosedOutputSpecs(CrowdedFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The lines are for a shell of Unix.");
        _folder = folder.Path;
    }

    public static TheoryData<string> Commands =>
        ["plugins list", "plugins list --json", "plugins verify", "plugins describe tessera.adapters", "schema", "runs list", "runs list --json", "--help", "run --help", $"run sum.yaml --plugins {Workplace.Steps}"];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task A_reader_that_goes_early_is_no_failure(string command)
    {
        var first = await TesseraProcess.ShellAsync($"($TESSERA {command}; echo exit $? >&2) | head -n 1", _folder);
        var nothing = await TesseraProcess.ShellAsync($"($TESSERA {command}; echo exit $? >&2) | :", _folder);

        first.StandardOutput.Split('\n').Should().HaveCount(2);
        foreach (var result in new[] { first, nothing })
        {
            var told = result.StandardError.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            told[^1].Should().Be("exit 0", result.StandardError);
            if (!command.StartsWith("run sum", StringComparison.Ordinal)) told.Should().ContainSingle();
        }
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Output_that_is_lost_is_told(string command)
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "There is no device that is always full.");
        var full = await TesseraProcess.ShellAsync($"$TESSERA {command} > /dev/full", _folder);
        var closed = await TesseraProcess.ShellAsync($"$TESSERA {command} >&-", _folder);

        full.ExitCode.Should().Be(1);
        full.StandardError.Should().Contain("TESS1906").And.Contain("No space left").And.NotContain("   at ");
        closed.ExitCode.Should().Be(1);
        closed.StandardError.Should().Contain("TESS1906").And.NotContain("   at ");
    }

    [Theory]
    [InlineData("2>&-")]
    [InlineData("2>/dev/full")]
    public async Task A_run_whose_progress_nobody_can_read_goes_on(string errors)
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "There is no device that is always full.");

        var run = await TesseraProcess.ShellAsync($"$TESSERA run sum.yaml --out {(errors.Length == 4 ? "closed" : "full")} --plugins {Workplace.Steps} {errors}", _folder);

        run.ExitCode.Should().Be(0);
        run.StandardOutput.Should().Contain("succeeded");
    }

    [Fact]
    public async Task With_nowhere_to_complain_the_exit_code_still_says_it()
    {
        (await TesseraProcess.ShellAsync("$TESSERA validate none.yaml 2>&-", _folder)).ExitCode.Should().Be(2);
        (await TesseraProcess.ShellAsync("$TESSERA plugins list --bogus >&- 2>&-", _folder)).ExitCode.Should().Be(2);
    }
}

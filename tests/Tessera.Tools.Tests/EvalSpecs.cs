using System.Diagnostics;
using System.Text.Json.Nodes;
using Tessera.Sdk.Tools;
using Tessera.Tools.Eval;

namespace Tessera.Tools.Tests;

/// <summary>An agent checks its work.</summary>
public sealed class EvalSpecs
{
    public EvalSpecs() => Assert.SkipWhen(OperatingSystem.IsWindows(), "The checks are shell scripts.");

    [Theory]
    [InlineData("printf 'Ran 3 tests in 0.1s\\n\\nOK\\n'", "The evaluation passed: 3 of 3 tests.", true, 3, 3)]
    [InlineData("printf 'Ran 5 tests in 0.1s\\n\\nFAILED (failures=1, errors=1, skipped=1)\\n'; exit 1", "The evaluation failed: 2 of 4 tests passed (exit code 1).", false, 2, 4)]
    [InlineData("echo '=== 1 failed, 6 passed, 1 skipped in 0.12s ==='; exit 1", "The evaluation failed: 6 of 7 tests passed (exit code 1).", false, 6, 7)]
    [InlineData("echo 7 passed in 1.50s", "The evaluation passed: 7 of 7 tests.", true, 7, 7)]
    [InlineData("exit 2", "The evaluation failed (exit code 2).\n\n(no output)", false, null, null)]
    [InlineData("true", "The evaluation passed.", true, null, null)]
    public async Task Tests_are_counted_as_their_runner_says(string check, string verdict, bool passed, int? passedCount, int? total)
    {
        await using var project = New(check);
        var observation = await project.CallAsync([]);
        observation.Failed.Should().BeFalse("the tool did what was asked");
        observation.Text.Should().StartWith(verdict);
        observation.Data!["passed"]!.GetValue<bool>().Should().Be(passed);
        project.Events.Heard.Should().Equal(new EvaluationFinished(passed, passedCount, total));
    }

    [Fact]
    public async Task A_check_that_does_not_end_is_ended()
    {
        await using var project = New("echo begun; sleep 60", new EvalOptions { TimeoutSeconds = 1 });
        var clock = Stopwatch.StartNew();
        var observation = await project.CallAsync([]);
        clock.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(5));
        observation.Failed.Should().BeTrue();
        observation.Text.Should().Be("The evaluation was ended after 1 seconds. Partial output:\n\nbegun\n");
        observation.Data!["timedOut"]!.GetValue<bool>().Should().BeTrue();
    }

    [Fact]
    public async Task Much_output_is_bounded_with_its_end_in_view()
    {
        await using var project = New("head -c 1000000 /dev/zero | tr '\\0' x; echo; echo Ran 1 test in 0.1s; echo; echo OK", new EvalOptions { MaxOutput = 1000 });
        var observation = await project.CallAsync([]);
        observation.Text.Length.Should().BeLessThan(1300);
        observation.Text.Should().Contain("characters left out").And.Contain("1 of 1 tests");
    }

    [Fact]
    public async Task A_check_that_is_not_installed_is_said()
    {
        await using var project = new Project(new EvalTool(new EvalOptions()), evaluate: ["no-such-check"]);
        var observation = await project.CallAsync([]);
        observation.Failed.Should().BeTrue();
        observation.Text.Should().Contain("TESS4110").And.Contain("no-such-check");
    }

    [Fact]
    public async Task Arguments_that_do_not_exist_are_refused()
    {
        await using var project = New("true");
        (await project.CallAsync(new JsonObject { ["entrypoint"] = "x" })).Failed.Should().BeTrue();
        project.Events.Heard.Should().BeEmpty();
    }

    private static Project New(string check, EvalOptions? options = null) => new(new EvalTool(options ?? new EvalOptions()), evaluate: ["sh", "-c", check]);
}

using System.Text.Json.Nodes;
using Tessera.Sdk.Evaluations;
using Tessera.Sdk.Tools;
using Tessera.Tools.Eval;

namespace Tessera.Tools.Tests;

/// <summary>An agent checks its work.</summary>
public sealed class EvalSpecs
{
    public EvalSpecs()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The checks are shell scripts.");
        InstalledPython.Require();
    }

    [Fact]
    public async Task Tests_are_counted_and_those_that_failed_are_named_with_the_reason()
    {
        await using var project = new Project(new EvalTool(), evaluate: ["python3", "-m", "unittest"]);
        project.Write("test_sums.py", "import unittest\n\nclass Sums(unittest.TestCase):\n    def test_right(self): self.assertEqual(2, 1 + 1)\n    def test_wrong(self): self.assertEqual(3, 1 + 1)\n");

        var observation = await project.CallAsync([]);

        observation.Failed.Should().BeFalse("the tool did what was asked");
        observation.Text.Should().StartWith("The evaluation failed: 1 of 2 tests passed (exit code 1).\nFailed tests:\n- test_sums.Sums.test_wrong: AssertionError: 3 != 2\n");
        observation.Data!.ToJsonString().Should().Be("""{"passed":false,"exitCode":1,"timedOut":false,"testsPassed":1,"testsRun":2,"failedTests":["test_sums.Sums.test_wrong"]}""");
        project.Events.Heard.OfType<EvaluationFinished>().Should().ContainSingle().Which.Result.Counts.Should().Be(new TestCounts(1, 2));
    }

    [Theory]
    [InlineData("exit 2", "The evaluation failed (exit code 2).\n\n(no output)", false)]
    [InlineData("echo fine", "The evaluation passed.\n\nfine\n", true)]
    [InlineData("echo 7 passed in 1.50s; exit 1", "The evaluation failed (exit code 1).\n\n7 passed", false)]
    public async Task Any_other_check_is_judged_by_its_exit_code_alone(string check, string text, bool passed)
    {
        await using var project = new Project(new EvalTool(), evaluate: ["sh", "-c", check]);
        var observation = await project.CallAsync([]);
        observation.Text.Should().StartWith(text);
        observation.Data!["passed"]!.GetValue<bool>().Should().Be(passed);
        observation.Data!["testsRun"].Should().BeNull();
    }

    [Fact]
    public async Task A_check_that_is_not_installed_is_said()
    {
        await using var project = new Project(new EvalTool(), evaluate: ["no-such-check"]);
        var observation = await project.CallAsync([]);
        observation.Failed.Should().BeTrue();
        observation.Text.Should().Contain("TESS4110").And.Contain("no-such-check");
    }

    [Fact]
    public async Task Arguments_that_do_not_exist_are_refused()
    {
        await using var project = new Project(new EvalTool(), evaluate: ["true"]);
        (await project.CallAsync(new JsonObject { ["entrypoint"] = "x" })).Failed.Should().BeTrue();
        project.Events.Heard.Should().BeEmpty();
    }
}

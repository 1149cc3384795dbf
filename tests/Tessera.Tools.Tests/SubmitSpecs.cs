using System.Text.Json.Nodes;
using Tessera.Sdk.Tools;
using Tessera.Tools.Submit;

namespace Tessera.Tools.Tests;

/// <summary>An agent declares its work done.</summary>
public sealed class SubmitSpecs
{
    public SubmitSpecs() => Assert.SkipWhen(OperatingSystem.IsWindows(), "The checks are shell scripts.");

    [Fact]
    public async Task The_check_is_run_first_and_shown()
    {
        await using var project = New("echo '6 passed in 0.1s'");
        var observation = await project.CallAsync(new JsonObject { ["message"] = "Fixed the total." });
        observation.Text.Should().Be("The work is submitted, with the message: Fixed the total.\n\nThe evaluation passed.\n\n6 passed in 0.1s\n");
        project.Events.Heard.OfType<EvaluationFinished>().Should().ContainSingle().Which.Result.Passed.Should().BeTrue();
        project.Events.Heard[^1].Should().Be(new SubmissionMade("Fixed the total."));
        project.Session.Submission!.Message.Should().Be("Fixed the total.");
        observation.Data!["evaluation"]!["passed"]!.GetValue<bool>().Should().BeTrue();
    }

    [Fact]
    public async Task Work_is_submitted_whatever_the_check_says()
    {
        await using var project = New("exit 1");
        var observation = await project.CallAsync([]);
        (observation.Failed, observation.Text.Contains("The evaluation failed (exit code 1).", StringComparison.Ordinal)).Should().Be((false, true));
        project.Session.Submission.Should().Be(new SubmissionMade(null));
    }

    [Fact]
    public async Task A_check_that_cannot_be_run_is_said_and_does_not_hinder()
    {
        await using var project = new Project(new SubmitTool(new SubmitOptions()), evaluate: ["no-such-check"]);
        (await project.CallAsync([])).Text.Should().StartWith("The work is submitted.").And.Contain("TESS4110");
        project.Events.Heard.Should().Equal(new SubmissionMade(null));
    }

    [Fact]
    public async Task Without_the_check_it_only_submits()
    {
        await using var project = new Project(new SubmitTool(new SubmitOptions { EvaluateOnSubmit = false }), evaluate: ["no-such-check"]);
        (await project.CallAsync(new JsonObject { ["message"] = "  " })).Text.Should().Be("The work is submitted.");
    }

    [Fact]
    public async Task Submitting_twice_is_answered_and_a_reset_allows_it_again()
    {
        await using var project = New("true");
        await project.CallAsync([]);
        var second = await project.CallAsync(new JsonObject { ["message"] = "again" });
        (second.Failed, second.Text).Should().Be((true, "The work has already been submitted; nothing more needs to be done."));
        project.Events.Heard.OfType<SubmissionMade>().Should().ContainSingle();
        await project.PublishAsync(new EnvironmentReset(FilesRestored: false));
        (await project.CallAsync([])).Failed.Should().BeFalse();
    }

    [Fact]
    public async Task A_very_long_message_is_cut()
    {
        await using var project = New("true");
        await project.CallAsync(new JsonObject { ["message"] = new string('x', 1_000_000) });
        project.Session.Submission!.Message!.Length.Should().BeLessThan(10_100);
    }

    private static Project New(string check) => new(new SubmitTool(new SubmitOptions()), evaluate: ["sh", "-c", check]);
}

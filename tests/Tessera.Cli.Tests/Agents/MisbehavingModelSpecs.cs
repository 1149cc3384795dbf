using System.Text;
using System.Text.Json.Nodes;

namespace Tessera.Cli.Tests.Agents;

/// <summary>An agent works with a model whose server misbehaves: the episode ends properly, and nothing is lost.</summary>
/// <param name="run">The run with all troubles.</param>
public sealed class MisbehavingModelSpecs(TroubledRun run) : IClassFixture<TroubledRun>
{
    private const int RepairingCalls = 3;

    public static TheoryData<string> Names => [.. Troubles.All.Select(trouble => trouble.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_episode_ends_as_it_must_and_says_why(string name)
    {
        var trouble = Find(name);
        var step = run.StepOf(trouble);

        step["status"]!.GetValue<string>().Should().Be("succeeded", "{0}", step);
        var result = step["output"]!;
        result["stopReason"]!.GetValue<string>().Should().Be(trouble.Ends, "{0}", result);
        result["passedBefore"]?.GetValue<bool>().Should().BeFalse();
        result["passedAfter"]!.GetValue<bool>().Should().Be(trouble.Recovers);
        if (trouble.Recovers) result["patch"]!.GetValue<string>().Should().Contain("+    for price in prices:");
        else if (trouble.Reason != "*") result["message"]!.GetValue<string>().Should().Match($"*{trouble.Reason}*");
        run.Requests(trouble).Should().HaveCount(1 + trouble.Extra + (trouble.Recovers ? RepairingCalls : 0));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_trajectory_is_whole_and_has_all_that_happened(string name)
    {
        var trouble = Find(name);
        var trajectory = run.TrajectoryOf(trouble);

        Trajectory.Kind(trajectory.Lines[0]).Should().Be("start");
        var end = trajectory.Lines[^1];
        Trajectory.Kind(end).Should().Be("end");
        end["reason"]!.GetValue<string>().Should().Be(trouble.Ends);
        end["message"]?.ToString().Should().Be(run.StepOf(trouble)["output"]!["message"]?.ToString());
        var calls = 1 + trouble.Calls + (trouble.Recovers ? RepairingCalls : 0);
        trajectory.Steps.Select(step => step["step"]!.GetValue<int>()).Should().Equal(Enumerable.Range(1, calls));
        trajectory.Steps.First()["observations"]![0]!["text"]!.GetValue<string>().Should().Contain("for price in prices[1:]:");
        trajectory.Chats.Select(chat => chat["chat"]!.GetValue<int>()).Should().Equal(Enumerable.Range(1, 1 + trouble.Answers + (trouble.Recovers ? RepairingCalls : 0)));
        run.StepOf(trouble)["output"]!["steps"]!.GetValue<int>().Should().Be(calls);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_was_used_is_counted_once(string name)
    {
        var trouble = Find(name);
        var usage = run.StepOf(trouble)["output"]!["usage"]!;
        var answers = run.TrajectoryOf(trouble).Chats.Count();

        usage["inputTokens"]!.GetValue<long>().Should().Be(answers * ChatProtocol.Read);
        usage["outputTokens"]!.GetValue<long>().Should().Be(answers * ChatProtocol.Written);
        usage["cost"]!.GetValue<decimal>().Should().Be(answers * (ChatProtocol.Read + (2m * ChatProtocol.Written)) / 1_000_000);
        run.TrajectoryOf(trouble).Chats.Sum(chat => chat["usage"]!["input"]!.GetValue<long>()).Should().Be(answers * ChatProtocol.Read);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_question_that_failed_is_asked_again_as_it_was_and_every_call_is_answered(string name)
    {
        var trouble = Find(name);
        var requests = run.Requests(trouble);
        var repeats = trouble.Answers == 0 && trouble.Name != "always-too-long-to-read" ? trouble.Extra : 1;

        requests.Skip(1).Take(repeats).Select(request => request.Body).Distinct().Should().ContainSingle();
        if (trouble.Told.Count == 0) return;
        var told = trouble.Protocol.Results(requests[2]);
        told.Select(result => result.Id).Should().Equal(trouble.Told.Select(result => result.Id));
        foreach (var (result, expected) in told.Zip(trouble.Told)) result.Text.Should().Contain(expected.Text);
    }

    [Fact]
    public void A_model_that_said_too_much_is_not_shown_all_of_it_again() =>
        run.Requests(Find("enormous")).Should().AllSatisfy(request => request.Body.Length.Should().BeLessThan(600_000));

    [Fact]
    public void The_key_is_sent_to_the_servers_and_is_in_no_file_and_no_output_of_the_run()
    {
        foreach (var trouble in Troubles.All)
        {
            run.Requests(trouble).Should().OnlyContain(request => request.Headers[trouble.Protocol == ChatProtocol.OpenAI ? "Authorization" : "x-api-key"].EndsWith(TroubledRun.Key));
        }

        var secret = TroubledRun.Key[8..20];
        (run.Result.StandardOutput + run.Result.StandardError).Should().NotContain(secret);
        foreach (var file in Directory.EnumerateFiles(run.Folder, "*", SearchOption.AllDirectories))
            Encoding.Latin1.GetString(File.ReadAllBytes(file)).Contains(secret, StringComparison.Ordinal).Should().BeFalse(file);
        run.TrajectoryOf(Find("echoed-key")).Chats.ElementAt(1)["reply"]!["text"]!.GetValue<string>().Should().Be("Bearer ***");
    }

    private static Trouble Find(string name) => Troubles.All.Single(trouble => trouble.Name == name);
}

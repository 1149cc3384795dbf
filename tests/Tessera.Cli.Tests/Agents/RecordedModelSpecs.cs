using System.Text.Json.Nodes;

namespace Tessera.Cli.Tests.Agents;

/// <summary>What an agent did with a model behind a server is done again from its trajectory, without the server.</summary>
public sealed class RecordedModelSpecs : IDisposable
{
    private readonly Workplace _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task A_recorded_model_and_a_recorded_agent_do_the_same_again_and_a_person_can_read_it()
    {
        RepairProject.WriteTo(_work);
        var first = await RecordAsync();

        var again = await RunAsync("again", $"{{ uses: model/replay, with: {{ recording: {first.File} }} }}");
        again.Comparable.Should().Equal(first.Comparable);
        again.Lines[0]["root"]!.ToJsonString().Should().NotBe(first.Lines[0]["root"]!.ToJsonString(), "it works on a copy of its own");

        // What was done again is a recording too.
        (await RunAsync("third", $"{{ uses: model/replay, with: {{ recording: {again.File} }} }}")).Comparable.Should().Equal(first.Comparable);

        var replayed = await RunAsync("replayed", null, $"{{ uses: agent/replay, with: {{ recording: {first.File}, verify: require }} }}");
        replayed.Lines[^1]["message"].Should().BeNull("no call answered something else");
        Calls(replayed).Should().Equal(Calls(first));
        replayed.Lines[^1]["evaluation"]!["passed"]!.GetValue<bool>().Should().BeTrue();

        var shown = await _work.RunAsync("runs", "show", "again", "--replay", "repair");
        shown.ExitCode.Should().Be(0, shown.StandardError);
        shown.StandardOutput.Should().StartWith("Task repair\n").And.Contain("The evaluation failed: 1 of 2 tests passed.")
            .And.Contain("I look into ").And.Contain("[1] view {\"path\":").And.Contain("[3] rewrite ").And.Contain("+    for price in prices:")
            .And.Contain("Ended: environmentEnded.").And.EndWith("The evaluation passed: 2 of 2 tests passed.\n");
    }

    [Fact]
    public async Task A_recorded_model_that_is_asked_something_else_says_what()
    {
        RepairProject.WriteTo(_work);
        var first = await RecordAsync();
        _work.File("project/total.py", File.ReadAllText(_work.At("project", "total.py")) + "\n# Prices are whole numbers.\n");

        var changed = await RunAsync("changed", $"{{ uses: model/replay, with: {{ recording: {first.File} }} }}");

        changed.Lines[^1]["reason"]!.GetValue<string>().Should().Be("modelFailed");
        changed.Lines[^1]["message"]!.GetValue<string>().Should().Contain("TESS4413: Question 2 is not the recorded one").And.Contain("lines 1-5 of 5").And.Contain("lines 1-7 of 7");
        changed.Steps.Should().ContainSingle();
    }

    private async Task<Trajectory> RecordAsync()
    {
        await using var server = new MisbehavingServer();
        // The model names the file as it was told, by its whole path.
        server.AnswerTo(question => ChatProtocol.OpenAI.Calling(("look", "view", new JsonObject { ["path"] = RootIn(question) + "/total.py" }.ToJsonString())))
            .AnswerTo(question => ChatProtocol.OpenAI.Saying($"I look into {RootIn(question)} for a while."))
            .Answer(ChatProtocol.OpenAI.Calling(("lost", "veiw", "?")));
        foreach (var answer in ChatProtocol.OpenAI.Repair) server.Answer(answer);
        var first = await RunAsync("first", $"{{ uses: model/openai, with: {{ model: m, endpoint: \"{server.Address}/v1\", apiKeyVariable: \"\", retries: 0 }} }}");
        first.Chats.Should().HaveCount(6);
        first.Steps.Should().HaveCount(5);
        first.Lines[^1]["evaluation"]!["passed"]!.GetValue<bool>().Should().BeTrue();
        return first;
    }

    private static string RootIn(ReceivedRequest question) => question.Json["messages"]![1]!["content"]!.GetValue<string>().Split("The project is in `")[1].Split('`')[0];

    private static IEnumerable<string> Calls(Trajectory trajectory) => trajectory.Steps.Select(step => step["tool"]!.GetValue<string>());

    private async Task<Trajectory> RunAsync(string name, string? model, string agent = "{ uses: agent/tool-calling }")
    {
        _work.File($"{name}.yaml", $"name: {name}\nsteps:\n{RepairProject.Step("repair", model, agent)}");
        var result = await TesseraProcess.Command("run", $"{name}.yaml").WithWorkingDirectory(_work.Folder).RunAsync();
        result.ExitCode.Should().Be(0, result.StandardOutput + result.StandardError);
        return new Trajectory(_work.At("runs", name, "steps", "repair", "files", "trajectory.jsonl"));
    }
}

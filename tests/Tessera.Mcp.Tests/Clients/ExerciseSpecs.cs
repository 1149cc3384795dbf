using System.Globalization;
using System.Text.Json.Nodes;
using Tessera.Mcp.Tests.Serving;

namespace Tessera.Mcp.Tests.Clients;

/// <summary>The reference client, as agents use it.</summary>
public class ExerciseSpecs
{
    [Fact]
    public async Task The_reference_client_lists_and_calls_every_tool()
    {
        using var project = new Project();
        var seen = await ExerciseAsync(project, "python3 -m unittest", """
            [
              {"tool": "view", "arguments": {"path": "prices.py"}},
              {"tool": "grep", "arguments": {"pattern": "total"}},
              {"tool": "pdb", "arguments": {"command": "b prices.py:4"}},
              {"tool": "trace", "arguments": {"functions": ["prices.py:total"]}},
              {"tool": "rewrite", "arguments": {"path": "prices.py", "new_code": "        result += price", "start": 4}},
              {"tool": "eval", "arguments": {}}
            ]
            """);
        seen["server"]!["name"]!.ToString().Should().Be("tessera");
        seen["instructions"]!.ToString().Should().Contain(project.Folder);
        var tools = seen["tools"]!.AsArray().Select(tool => tool!["name"]!.ToString()).ToList();
        Answers(seen).Select(answer => answer["tool"]!.ToString()).Should().BeEquivalentTo(tools.Intersect(["view", "grep", "pdb", "trace", "rewrite", "eval"]));
        foreach (var answer in Answers(seen)) answer["result"]?["isError"]?.GetValue<bool>().Should().BeFalse(answer.ToJsonString());
        Answers(seen)[^1]["result"]!["structuredContent"]!["passed"]!.GetValue<bool>().Should().BeTrue();
        seen["errors"]!.ToString().Should().NotContain("   at ");
    }

    [Fact]
    public async Task The_reference_client_sees_failures_as_results()
    {
        using var project = new Project();
        var seen = await ExerciseAsync(project, "python3 -m unittest", """
            [
              {"tool": "view", "arguments": {}},
              {"tool": "view", "arguments": {"path": "nowhere.py"}},
              {"tool": "veiw", "arguments": {"path": "prices.py"}}
            ]
            """);
        Answers(seen).Should().OnlyContain(answer => answer["result"]!["isError"]!.GetValue<bool>());
        Answers(seen).Select(answer => answer["result"]!["content"]![0]!["text"]!.ToString()).Should()
            .SatisfyRespectively(first => first.Should().Contain("'path' is missing"), second => second.Should().Contain("does not exist"), third => third.Should().Contain("There is no tool 'veiw'"));
    }

    [Fact]
    public async Task The_reference_client_sees_progress_and_can_cancel()
    {
        using var project = new Project();
        project.Write("sleeper.py", "import os, time\nopen('running.txt', 'w').write(str(os.getpid()))\ntime.sleep(100)\n");
        var seen = await ExerciseAsync(project, "python3 sleeper.py", """[{"tool": "eval", "arguments": {}, "cancelAfter": 4000}, {"tool": "view", "arguments": {"path": "prices.py"}}]""");
        var cancelled = Answers(seen)[0];
        cancelled["error"]!.ToString().Should().Contain("no longer wanted");
        cancelled["progress"]!.AsArray().Should().HaveCountGreaterThanOrEqualTo(2);
        cancelled["milliseconds"]!.GetValue<double>().Should().BeLessThan(10_000);
        Answers(seen)[1]["milliseconds"]!.GetValue<double>().Should().BeLessThan(10_000, "the cancelled call is really over");
        await Results.HasEndedAsync(int.Parse(project.Read("running.txt"), CultureInfo.InvariantCulture));
        seen["closing"]!.GetValue<double>().Should().BeLessThan(1900, "the client would terminate a server that does not end by itself after 2 seconds");
    }

    private static List<JsonNode> Answers(JsonNode seen) => [.. seen["answers"]!.AsArray().Select(answer => answer!)];

    private static async Task<JsonNode> ExerciseAsync(Project project, string evaluate, string calls)
    {
        InstalledPython.Require();
        NodeClients.Require("@modelcontextprotocol", "sdk", "package.json");
        using var folder = new TemporaryFolder();
        var result = await NodeClients.RunAsync(
            "exercise.mjs", folder.File("calls.json", calls), "dotnet", Repository.Tessera, "mcp", "--workspace", project.Folder, "--evaluate", evaluate, "--terminal", "local");
        result.ExitCode.Should().Be(0, result.StandardError);
        return JsonNode.Parse(result.StandardOutput)!;
    }
}

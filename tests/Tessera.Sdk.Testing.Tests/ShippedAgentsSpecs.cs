using System.Text.Json.Nodes;
using Tessera.Sdk.Agents;
using Tessera.Sdk.Testing.Agents;
using Tessera.Sdk.Tools;

namespace Tessera.Sdk.Testing.Tests;

/// <summary>What is asked of strangers' agents holds for the shipped ones.</summary>
[Collection("the process's folder and variables")]
public class ShippedAgentsSpecs
{
    private static readonly Lock _console = new();

    [Theory]
    [InlineData("{}")]
    [InlineData("""{ "mustCall": true, "contextTokens": 2000 }""")]
    public async Task The_agent_that_lets_a_model_call_tools_conforms(string options)
    {
        var report = await AgentConformance.CheckAsync(
            () => ShippedParts.Create<IAgent>("agent/tool-calling", options), new AgentConformanceOptions { PartOptions = JsonNode.Parse(options)!.AsObject() });

        RequireAll(report);
    }

    [Fact]
    public async Task The_agent_that_repeats_calls_conforms()
    {
        using var folder = new TemporaryFolder();
        folder.File("calls.jsonl", string.Concat(Enumerable.Range(0, 4).Select(call => $$$"""{"tool": "{{{(call % 2 == 0 ? "look" : "change")}}}", "arguments": {"note": "{{{call}}}"}}{{{'\n'}}}""")));
        var options = new JsonObject { ["recording"] = Path.Combine(folder.Path, "calls.jsonl") };

        // Whether tools exist is the recording's business: what is recorded is called.
        var report = await AgentConformance.CheckAsync(() => ShippedParts.Create<IAgent>("agent/replay", options.ToJsonString()), new AgentConformanceOptions { PartOptions = options });

        report.Failures.Select(failure => failure.Id).Should().Equal(["CONF-A07"], report.ToString());
    }

    [Fact]
    public async Task The_agent_that_applies_a_solution_conforms()
    {
        var report = await AgentConformance.CheckAsync(() => ShippedParts.Create<IAgent>("agent/solution"), new AgentConformanceOptions
        {
            Task = new AgentTask { Instructions = "Repair it.", Solution = "--- a/a.txt\n+++ b/a.txt\n@@ -1 +1 @@\n-one\n+two\n@@ -9 +9 @@\n-nine\n+ten\n" },
            Tools = [new ToolDefinition("rewrite", "Rewrites lines.", Schema()), new ToolDefinition("eval", "Runs the tests.", Schema()), new ToolDefinition("submit", "Submits.", Schema())],
            Unfit = [new AgentTask { Instructions = "Repair it." }, new AgentTask { Instructions = "Repair it.", Solution = "What is this?" }],
        });

        RequireAll(report);
    }

    [Fact]
    public async Task The_agent_that_lets_a_person_call_tools_conforms()
    {
        Assert.SkipUnless(Console.IsInputRedirected, "The person at this console is not to be asked.");
        var (input, error) = (Console.In, Console.Error);
        try
        {
            Console.SetError(TextWriter.Null);
            var report = await AgentConformance.CheckAsync(CreateWithPerson);
            RequireAll(report);
        }
        finally
        {
            Console.SetIn(input);
            Console.SetError(error);
        }
    }

    private static IAgent CreateWithPerson()
    {
        lock (_console)
        {
            Console.SetIn(new StringReader("look milk\nhelp\nchange note=\"two words\"\nwhat is this\nlook bread\nquit\n"));
            return ShippedParts.Create<IAgent>("agent/human");
        }
    }

    private static JsonObject Schema() => new() { ["type"] = "object", ["properties"] = new JsonObject() };

    private static void RequireAll(ConformanceReport report)
    {
        report.Failures.Should().BeEmpty(report.ToString());
        report.Results.Single(result => result.Title.Contains("unloaded", StringComparison.Ordinal)).Outcome.Should().Be(ConformanceOutcome.Passed, report.ToString());
    }
}

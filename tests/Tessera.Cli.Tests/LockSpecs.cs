using System.Text.Json.Nodes;

namespace Tessera.Cli.Tests;

/// <summary>tessera lock, and what a locked pipeline does with other plugins.</summary>
public sealed class LockSpecs : IDisposable
{
    private readonly Workplace _work = new();

    public LockSpecs() => _work.File("sums.yaml", "name: sums\nsteps: { first: { uses: step/add, with: { left: 1 } } }\n");

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task I_lock_a_pipeline_am_refused_other_plugins_with_the_difference_and_can_ask_for_them()
    {
        var locked = await _work.RunAsync("lock", "sums.yaml");
        locked.ExitCode.Should().Be(0, locked.StandardError);
        locked.StandardOutput.Should().StartWith($"{_work.At("sums.lock.json")} pins tessera.fixtures.steps\n").And.MatchRegex("tessera.fixtures.steps +- +0.1.0 [0-9a-f]{12}\n");
        (await _work.RunAsync("run", "sums.yaml")).ExitCode.Should().Be(0);

        Pretend("0.0.9");
        var refused = await _work.RunAsync("run", "sums.yaml");
        refused.ExitCode.Should().Be(2);
        refused.StandardError.Should().Contain("TESS3040").And.MatchRegex("PLUGIN +LOCKED +PRESENT\n +tessera.fixtures.steps +0.0.9 [0-9a-f]{12} +0.1.0 [0-9a-f]{12}\n").And.Contain("--ignore-lock");
        var invalid = JsonNode.Parse((await _work.RunAsync("validate", "sums.yaml", "--json")).StandardOutput)!;
        invalid["diagnostics"]![0]!["id"]!.GetValue<string>().Should().Be("TESS3040");

        var asked = JsonNode.Parse((await _work.RunAsync("run", "sums.yaml", "--ignore-lock", "--json")).StandardOutput)!;
        (asked["status"]!.GetValue<string>(), asked["steps"]![0]!["reused"]!.GetValue<bool>()).Should().Be(("succeeded", true));
        asked["warnings"]![0]!.GetValue<string>().Should().Contain("TESS3040");

        var renewed = JsonNode.Parse((await _work.RunAsync("lock", "sums.yaml", "--json")).StandardOutput)!;
        renewed["changes"]![0]!["pinned"]!["version"]!.GetValue<string>().Should().Be("0.0.9");
        renewed["changes"]![0]!["present"]!["version"]!.GetValue<string>().Should().Be("0.1.0");
        (await _work.RunAsync("run", "sums.yaml")).ExitCode.Should().Be(0);
    }

    private void Pretend(string version)
    {
        var locked = JsonNode.Parse(File.ReadAllText(_work.At("sums.lock.json")))!;
        locked["plugins"]![0]!["version"] = version;
        File.WriteAllText(_work.At("sums.lock.json"), locked.ToJsonString());
    }
}

namespace Tessera.Cli.Tests;

/// <summary>A run that nobody watches writes into a log.</summary>
public sealed class LoggedProgressSpecs : IDisposable
{
    private readonly Workplace _work = new();

    public LoggedProgressSpecs()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The check is `sleep`.");
        foreach (var task in new[] { "one", "two" })
        {
            _work.File($"tasks/{task}/task.json", """{ "evaluate": ["sleep", "4"] }""");
            _work.File($"tasks/{task}/instructions.md", "Wait.");
            _work.File($"tasks/{task}/project/a.txt", "a\n");
        }

        _work.File("slow.yaml", "name: slow\nsteps: { all: { uses: step/debug-tasks, with: { tasks: tasks, parallel: 1, terminal: terminal/local, agent: agent/human } } }\n");
    }

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task Now_and_then_a_line_says_how_far_it_is()
    {
        var result = await _work.RunAsync("run", "slow.yaml");
        result.ExitCode.Should().Be(0, result.StandardError);
        var told = result.StandardError.Split('\n').Where(line => line.Contains("done, ", StringComparison.Ordinal)).ToList();
        told.Should().ContainSingle("a line is due every ten seconds at most").Which.Should().Match("   50%  all: 1 of 2 done, 1 solved | two: evaluating *");
        result.StandardError.Should().NotContain("\r");
    }
}

namespace Tessera.Cli.Tests;

/// <summary>A watch in a process of its own, while builds of a plugin and the pipeline change under it.</summary>
public sealed class WatchSpecs : IDisposable
{
    private const string Waiting = "Waiting for a change of";

    private static readonly string Builds = Path.Combine(Repository.Root, "artifacts", "bin", "Tessera.Fixtures.Watched");
    private static readonly string FirstBuild = Repository.Output("Tessera.Fixtures.Watched");

    private readonly Workplace _work = new();

    public WatchSpecs()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Another process cannot be sent Ctrl-C there.");
        Directory.CreateDirectory(_work.At("plugin"));
        foreach (var file in Directory.GetFiles(FirstBuild)) File.Copy(file, _work.At("plugin", Path.GetFileName(file)));
        WritePipeline("you");
    }

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task A_plugin_that_is_built_anew_is_loaded_again_and_what_it_does_is_done_again()
    {
        await using var watch = Start();
        await watch.HasToldAsync(Waiting);
        Greeting().Should().Be("Hello, you.");

        Build("MORNING");
        await watch.HasToldAsync("tessera.fixtures.watched 0.1.0 was built anew: loaded in ");
        await watch.HasToldAsync(Waiting);

        Greeting().Should().Be("Good morning, you.");
        var complaints = await EndAsync(watch);
        complaints.Should().Contain("greet and what follows is done anew").And.Contain("reused first").And.NotContain("TESS2091", "the earlier build is unloaded").And.NotContain("TESS4014");
    }

    [Fact]
    public async Task A_plugin_that_is_installed_anew_into_a_watched_folder_is_loaded_again()
    {
        (await _work.RunAsync("plugins", "install", "plugin", "--into", "mine")).ExitCode.Should().Be(0);
        await using var watch = _work.Start("run", "watched.yaml", "--watch", "--plugins", "mine");
        await watch.HasToldAsync(Waiting);

        Build("MORNING");
        (await _work.RunAsync("plugins", "install", "plugin", "--into", "mine")).ExitCode.Should().Be(0);
        await watch.HasToldAsync("was built anew");
        await watch.HasToldAsync(Waiting);

        Greeting().Should().Be("Good morning, you.");
        await EndAsync(watch);
    }

    [Fact]
    public async Task A_pipeline_that_is_edited_is_run_again()
    {
        await using var watch = Start();
        await watch.HasToldAsync(Waiting);

        WritePipeline("them");
        await watch.HasToldAsync("watched.yaml changed");
        await watch.HasToldAsync(Waiting);

        Greeting().Should().Be("Hello, them.");
        (await EndAsync(watch)).Should().Contain("reused first");
    }

    [Fact]
    public async Task A_pipeline_with_a_mistake_is_told_of_and_waited_for()
    {
        _work.File("watched.yaml", "name: watched\nstepz: {}\n");
        await using var watch = Start();
        await watch.HasToldAsync("TESS3011");
        await watch.HasToldAsync(Waiting);

        WritePipeline("you");
        await watch.HasToldAsync(Waiting);

        Greeting().Should().Be("Hello, you.");
        await EndAsync(watch);
    }

    [Fact]
    public async Task A_build_that_is_broken_or_half_written_does_not_end_the_watch()
    {
        await using var watch = Start();
        await watch.HasToldAsync(Waiting);

        // In place, as some builds write: the process must not have the file mapped.
        using (var assembly = File.OpenWrite(Assembly)) assembly.SetLength(assembly.Length / 2);
        await watch.HasToldAsync("error TESS2041: Tessera.Fixtures.Watched.dll is not a .NET assembly, or is damaged");
        await watch.HasToldAsync(Waiting);
        File.Delete(Assembly);
        await watch.HasToldAsync("is missing");
        await watch.HasToldAsync(Waiting);
        Build("MORNING");
        await watch.HasToldAsync(Waiting);

        Greeting().Should().Be("Good morning, you.");
        await EndAsync(watch);
    }

    [Fact]
    public async Task A_build_that_writes_its_folder_anew_is_loaded_when_it_is_there()
    {
        await using var watch = Start();
        await watch.HasToldAsync(Waiting);

        Directory.Delete(_work.At("plugin"), recursive: true);
        await watch.HasToldAsync(Waiting);
        Directory.CreateDirectory(_work.At("plugin"));
        foreach (var file in Directory.GetFiles(FirstBuild).Where(file => !file.EndsWith(".dll", StringComparison.Ordinal))) File.Copy(file, _work.At("plugin", Path.GetFileName(file)));
        Build("MORNING");
        await watch.HasToldAsync("greet  0");
        await watch.HasToldAsync(Waiting);

        Greeting().Should().Be("Good morning, you.");
        await EndAsync(watch);
    }

    [Fact]
    public async Task A_build_that_ends_while_the_pipeline_runs_is_run_next()
    {
        WritePipeline("you", gate: true);
        await using var watch = Start();
        await watch.HasToldAsync("...   greet");

        using (var assembly = File.OpenWrite(Assembly)) assembly.SetLength(0);
        Build("MORNING");
        _work.File("gate", "");
        await watch.HasToldAsync("was built anew");
        await watch.HasToldAsync(Waiting);

        Greeting().Should().Be("Good morning, you.");
        await EndAsync(watch);
    }

    [Fact]
    public async Task A_build_that_cannot_be_unloaded_is_told_with_what_holds_it()
    {
        await using var watch = Start();
        await watch.HasToldAsync(Waiting);
        Build("HELD");
        await watch.HasToldAsync("was built anew");
        await watch.HasToldAsync(Waiting);

        Build("MORNING");
        await watch.HasToldAsync(Waiting);

        (await EndAsync(watch)).Should().Contain("warning TESS2091: An earlier build of tessera.fixtures.watched 0.1.0 could not be unloaded")
            .And.Contain("Tessera.Fixtures.Watched.GreetStep.RunAsync in Tessera.Fixtures.Watched.dll uses a timer");
    }

    [Fact]
    public async Task Files_that_are_written_as_they_were_change_nothing()
    {
        await using var watch = Start();
        await watch.HasToldAsync(Waiting);

        File.Copy(Path.Combine(FirstBuild, Path.GetFileName(Assembly)), Assembly, overwrite: true);
        File.SetLastWriteTimeUtc(Assembly, new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        await watch.HasToldAsync(Waiting);
        WritePipeline("them");
        await watch.HasToldAsync(Waiting);

        var (_, output, _) = await EndWholeAsync(watch);
        output.Split("watched: succeeded").Should().HaveCount(3, "it was run at first and after the pipeline changed");
    }

    [Fact]
    public async Task Control_c_ends_a_run_that_is_under_way()
    {
        WritePipeline("you", gate: true);
        await using var watch = Start();
        await watch.HasToldAsync("...   greet");

        var (exitCode, output, _) = await EndWholeAsync(watch);

        exitCode.Should().Be(130);
        output.Should().Contain("watched: interrupted");
    }

    [Fact]
    public async Task What_cannot_be_watched_is_refused()
    {
        var both = await _work.RunAsync("run", "watched.yaml", "--watch", "--json");
        both.ExitCode.Should().Be(2);
        both.StandardOutput.Should().Contain("--watch never ends");

        var missing = await _work.RunAsync("run", "missing.yaml", "--watch");
        missing.ExitCode.Should().Be(2);
        missing.StandardError.Should().Contain("TESS3005");
    }

    private string Assembly => _work.At("plugin", "Tessera.Fixtures.Watched.dll");

    private RunningTessera Start() => _work.Start("run", "watched.yaml", "--watch", "--plugins", "plugin");

    // What a build does: the files are written in place.
    private void Build(string variant) => File.Copy(Path.Combine(Builds, "variants", variant, Path.GetFileName(Assembly)), Assembly, overwrite: true);

    private string Greeting() => System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(_work.At("runs", "watched", "steps", "greet", "output.json")))!["text"]!.GetValue<string>();

    private void WritePipeline(string who, bool gate = false) => _work.File("watched.yaml", $$"""
        name: watched
        steps:
          first: { uses: step/add, with: { left: 1 } }
          greet: { uses: step/greet, with: { who: {{who}}{{(gate ? $", gate: {_work.At("gate")}" : "")}} } }
        """);

    private static async Task<string> EndAsync(RunningTessera watch)
    {
        var (exitCode, _, complaints) = await EndWholeAsync(watch);
        exitCode.Should().Be(130, complaints);
        return complaints;
    }

    private static async Task<(int ExitCode, string Output, string Complaints)> EndWholeAsync(RunningTessera watch)
    {
        watch.PressControlC();
        return await watch.EndAsync();
    }
}

using System.Text.Json.Nodes;
using Tessera.Hosting.Activation;
using Tessera.Hosting.Catalog;
using Tessera.Pipelines.Loading;
using Tessera.Pipelines.Running;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Pipelines.Tests;

/// <summary>Going on with a run when what it was done with is no longer what it was.</summary>
public sealed class ContinuationSpecs : IDisposable
{
    private readonly Fixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Theory]
    [InlineData("0.1.0", "9.9.9", "The run was begun with the plugin tessera.fixtures.steps 0.1.0 and goes on with 9.9.9: a, b are done anew.")]
    [InlineData("0.1.0", "0.1.0", "The files of the plugin tessera.fixtures.steps 0.1.0 are not those that the run was begun with: a, b are done anew.")]
    public async Task Going_on_with_another_plugin_is_refused_and_when_asked_tells_which_steps_are_done_anew(string first, string second, string warning)
    {
        const string Pipeline = "name: plugins\nsteps: { a: { uses: step/add, with: { left: 1 } }, b: { uses: step/add, with: { left: '${a.value}' } } }";
        (await RunAsync(Pipeline, _fixture.PluginOf(first, "first"))).Warnings.Should().BeEmpty();
        (await RunAsync(Pipeline, _fixture.PluginOf(first, "first"))).Warnings.Should().BeEmpty();

        var refused = (await FluentActions.Awaiting(() => RunAsync(Pipeline, _fixture.PluginOf(second, "second"))).Should().ThrowAsync<TesseraException>()).Which.Diagnostics.Should().ContainSingle().Subject;
        refused.Id.Should().Be("TESS4016");
        refused.Message.Should().MatchRegex($@"\n +tessera\.fixtures\.steps +{first} [0-9a-f]{{12}} +{second} [0-9a-f]{{12}}$");
        refused.Remedy.Should().Contain("--ignore-lock").And.Contain("a, b are done anew");
        (await RunAsync(Pipeline, _fixture.PluginOf(first, "first"))).Steps.Should().OnlyContain(step => step.Reused, "what was done is as it was");

        var observer = new Listener();
        var summary = await RunAsync(Pipeline, _fixture.PluginOf(second, "second"), observer, ignoreLock: true);

        summary.Steps.Should().OnlyContain(step => !step.Reused && step.Status == StepStatus.Succeeded);
        var told = observer.Warnings.Should().ContainSingle().Subject;
        (told.Id, told.Severity, told.Message).Should().Be(("TESS4014", DiagnosticSeverity.Warning, warning));
        summary.Warnings.Should().Equal(told.ToString());
        new RunFolder(summary.Folder).ReadSummary()!.Warnings.Should().Equal(summary.Warnings);
        (await RunAsync(Pipeline, _fixture.PluginOf(second, "second"))).Warnings.Should().BeEmpty("now this is what the run was done with");
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{ "sdkBuild": 7, "plugins": [ 1, { "id": {} } ] }""")]
    public async Task A_damaged_lock_disturbs_nobody(string text)
    {
        const string Pipeline = "name: locks\nsteps: { a: { uses: step/add, with: { left: 1 } } }";
        var run = new RunFolder((await _fixture.RunAsync(Pipeline)).Folder);
        await File.WriteAllTextAsync(run.LockFile, text);

        var summary = await _fixture.RunAsync(Pipeline);

        summary.Warnings.Should().BeEmpty();
        summary.Steps.Should().OnlyContain(step => step.Reused);
        JsonNode.Parse(await File.ReadAllTextAsync(run.LockFile))!["plugins"]!.AsArray().Should().ContainSingle();
    }

    [Fact]
    public async Task A_run_that_goes_on_with_another_build_of_Tessera_says_so()
    {
        const string Pipeline = "name: locks\nsteps: { a: { uses: step/add, with: { left: 1 } } }";
        var run = new RunFolder((await _fixture.RunAsync(Pipeline)).Folder);
        await File.WriteAllTextAsync(run.LockFile, (await File.ReadAllTextAsync(run.LockFile)).Replace(StepKey.Sdk, "another", StringComparison.Ordinal));

        (await _fixture.RunAsync(Pipeline)).Warnings.Should().ContainSingle().Which.Should().Contain("another build of Tessera: a is done anew");
    }

    [Fact]
    public async Task An_output_that_cannot_be_loaded_is_made_anew_for_those_who_need_it()
    {
        var kept = Path.Combine(_fixture.Folder, "kept.txt");
        await _fixture.RunAsync(Recalling(kept, "!"));
        File.Delete(kept);

        (await _fixture.RunAsync(Recalling(kept, "!"))).Steps.Should().OnlyContain(step => step.Reused, "nobody needs the output");
        var summary = await _fixture.RunAsync(Recalling(kept, "?"));

        summary.Status.Should().Be(RunStatus.Succeeded, summary.Steps[^1].Error);
        summary.Steps.Select(step => (step.Name, step.Reused)).Should().Equal(("keep", false), ("one", false), ("two", false));
        summary.Steps[^1].Output!["text"]!.GetValue<string>().Should().Be("kept?");
        summary.Warnings.Should().ContainSingle().Which.Should().Contain("TESS4015").And.Contain("What step 'keep' handed over cannot be loaded").And.Contain("kept.txt");
        (await _fixture.RunAsync(Recalling(kept, "?"))).Steps.Should().OnlyContain(step => step.Reused);
    }

    [Fact]
    public async Task An_output_that_can_neither_be_loaded_nor_made_anew_is_its_own_steps_failure()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_fixture.Folder, "kept")).FullName;
        await _fixture.RunAsync(Recalling(Path.Combine(folder, "kept.txt"), "!"));
        Directory.Delete(folder, recursive: true);

        var summary = await _fixture.RunAsync(Recalling(Path.Combine(folder, "kept.txt"), "?"));

        summary.Steps.Select(step => step.Status).Should().Equal(StepStatus.Failed, StepStatus.Skipped, StepStatus.Skipped);
        summary.Steps[0].Error.Should().Contain("DirectoryNotFoundException");
        summary.Steps[1].Error.Should().Be("Step 'keep' did not succeed.");
    }

    private static string Recalling(string file, string suffix) => $$"""
        name: recalling
        steps:
          keep: { uses: step/keep, with: { file: "{{file}}" } }
          one: { uses: step/recall, with: { kept: "${keep}", suffix: "{{suffix}}" } }
          two: { uses: step/recall, with: { kept: "${keep}", suffix: "{{suffix}}" } }
        """;

    private async Task<RunSummary> RunAsync(string yaml, string plugin, IRunObserver? observer = null, bool ignoreLock = false)
    {
        var (pipeline, catalog) = _fixture.Load(yaml, plugin);
        await using var host = new PluginHost(catalog);
        return await PipelineRun.ExecuteAsync(pipeline, new RunOptions { Folder = Path.Combine(_fixture.Folder, "run"), Observer = observer, IgnoreLock = ignoreLock }, host, CancellationToken.None);
    }

    private sealed class Listener : IRunObserver
    {
        public List<Diagnostic> Warnings { get; } = [];

        public void Warned(Diagnostic diagnostic) => Warnings.Add(diagnostic);

        public void StepStarted(string step, bool reused)
        {
        }

        public void StepProgressed(string step, double? fraction, string message)
        {
        }

        public void StepEnded(StepResult result)
        {
        }
    }
}

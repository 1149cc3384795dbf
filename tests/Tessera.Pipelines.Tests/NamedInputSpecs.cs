using System.Diagnostics;
using Tessera.Pipelines.Loading;
using Tessera.Pipelines.Running;

namespace Tessera.Pipelines.Tests;

/// <summary>Files that an earlier step names are looked for when the step that reads them is about to run.</summary>
public sealed class NamedInputSpecs : IDisposable
{
    private const string Pipeline = """
        name: named
        steps:
          sum: { uses: step/add, with: { left: 1 } }
          note:
            uses: step/note
            with:
              source: ${sum.text}
        """;

    private readonly Fixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task A_path_from_a_step_begins_where_the_pipeline_lies_and_its_content_counts()
    {
        _fixture.Write("2", "two");
        (await _fixture.RunAsync(Pipeline)).Status.Should().Be(RunStatus.Succeeded);
        (await _fixture.RunAsync(Pipeline)).Steps.Should().OnlyContain(step => step.Reused);
        _fixture.Write("2", "another text");

        var summary = await _fixture.RunAsync(Pipeline);

        summary.Steps.Select(step => step.Reused).Should().Equal(true, false);
        (await File.ReadAllTextAsync(Path.Combine(summary.Folder, "steps", "note", "output", "note.txt"))).Should().Be("another text");
    }

    [Fact]
    public async Task A_path_from_a_step_that_leads_nowhere_is_told_with_the_reference_and_its_place()
    {
        var summary = await _fixture.RunAsync(Pipeline);

        summary.Steps.Select(step => step.Status).Should().Equal(StepStatus.Succeeded, StepStatus.Failed);
        var file = Path.Combine(_fixture.Folder, "pipeline.yaml");
        summary.Steps[1].Error.Should().Be(
            $"{file}:7:15: error TESS4013: ${{sum.text}} gives '2', and there is no such file or folder. (at steps.note.with.source) It was looked for at {Path.Combine(_fixture.Folder, "2")}.");
    }

    [Fact]
    public async Task A_path_may_be_put_together_from_what_steps_hand_over()
    {
        Directory.CreateDirectory(Path.Combine(_fixture.Folder, "data"));
        _fixture.Write("data/2.txt", "two");

        (await _fixture.RunAsync(Pipeline.Replace("${sum.text}", "data/${sum.text}.txt", StringComparison.Ordinal))).Status.Should().Be(RunStatus.Succeeded);
        var missing = await _fixture.RunAsync(Pipeline.Replace("${sum.text}", "data/${sum.text}.csv", StringComparison.Ordinal), run: "other");

        missing.Steps[1].Error.Should().Contain("TESS4013: data/${sum.text}.csv gives 'data/2.csv', and there is no such file or folder.");
    }

    [Fact]
    public async Task A_pipe_is_no_input_and_no_pipeline_and_is_not_waited_for()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Named pipes are files of Linux.");
        var pipe = Path.Combine(_fixture.Folder, "2");
        using (var make = Process.Start("mkfifo", pipe)) await make.WaitForExitAsync();

        var named = await _fixture.RunAsync(Pipeline).WaitAsync(TimeSpan.FromSeconds(60));
        var written = await LoadAsync(() => PipelineLoader.Load(_fixture.Write("written.yaml", Pipeline.Replace("${sum.text}", "2", StringComparison.Ordinal)), [], Fixture.Catalog));
        var pipeline = await LoadAsync(() => PipelineLoader.Load(pipe, [], Fixture.Catalog));
        var below = await _fixture.RunAsync(Pipeline.Replace("${sum.text}", ".", StringComparison.Ordinal), run: $"../{Path.GetFileName(_fixture.Folder)}-run").WaitAsync(TimeSpan.FromSeconds(60));

        named.Steps[1].Error.Should().Contain("TESS4013: ${sum.text} gives '2', which is a pipe, a socket or a device.");
        written.Diagnostics.Should().ContainSingle().Which.Id.Should().Be("TESS3027");
        pipeline.Diagnostics.Should().ContainSingle().Which.Id.Should().Be("TESS3005");
        below.Steps[1].Error.Should().Contain("is a pipe, a socket or a device, and no file");
        Directory.Delete(below.Folder, recursive: true);
    }

    private static Task<PipelineLoadResult> LoadAsync(Func<PipelineLoadResult> load) => Task.Run(load).WaitAsync(TimeSpan.FromSeconds(60));
}

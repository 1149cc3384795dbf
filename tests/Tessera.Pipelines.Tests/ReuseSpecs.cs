using Tessera.Pipelines.Running;

namespace Tessera.Pipelines.Tests;

/// <summary>What was done before is taken over only while all that it came from is as it was.</summary>
public sealed class ReuseSpecs : IDisposable
{
    private const string Notes = """
        name: notes
        steps:
          first: { uses: step/note, with: { source: first.txt } }
          second: { uses: step/judge, with: { note: "${first}", wanted: x, losses: [loss/length] } }
        """;

    private readonly Fixture _fixture = new();

    public ReuseSpecs() => _fixture.Write("first.txt", "hello");

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task A_link_stands_for_what_it_leads_to()
    {
        _fixture.Write("one.txt", "one");
        _fixture.Write("two.txt", "other");
        var folder = Directory.CreateDirectory(Path.Combine(_fixture.Folder, "model")).FullName;
        var link = Path.Combine(folder, "weights");
        File.CreateSymbolicLink(link, Path.Combine(_fixture.Folder, "one.txt"));
        Directory.CreateSymbolicLink(Path.Combine(folder, "itself"), folder);
        var before = ContentHashes.Compute(folder);

        File.Delete(link);
        File.CreateSymbolicLink(link, Path.Combine(_fixture.Folder, "two.txt"));
        var after = ContentHashes.Compute(folder);

        after.Should().NotBe(before);
        File.Delete(link);
        File.WriteAllText(link, "other");
        ContentHashes.Compute(folder).Should().Be(after, "content counts, wherever it lies");
    }

    [Fact]
    public void What_a_library_keeps_for_itself_is_no_part_of_an_input()
    {
        var folder = Path.Combine(_fixture.Folder, "library");
        foreach (var name in new[] { "one", "two", ".library" }) Directory.CreateDirectory(Path.Combine(folder, name));
        _fixture.Write("library/one/adapter_config.json", "{}");
        var before = ContentHashes.Compute(folder);

        _fixture.Write("library/.library/lock", "{}");
        ContentHashes.Compute(folder).Should().Be(before);

        _fixture.Write("library/two/adapter_config.json", "{}");
        ContentHashes.Compute(folder).Should().NotBe(before);
    }

    [Fact]
    public async Task What_a_step_keeps_for_one_run_only_is_made_anew_by_the_next()
    {
        const string Once = "name: once\nsteps: { a: { uses: step/echo, with: { settings: { once: true } } }, b: { uses: step/echo, with: { settings: { often: true } } } }\n";

        var first = await _fixture.RunAsync(Once);
        var second = await _fixture.RunAsync(Once);

        first.Steps.Should().OnlyContain(step => step.Status == StepStatus.Succeeded && step.Output != null);
        second.Steps.Select(step => (step.Status, step.Reused)).Should().Equal((StepStatus.Succeeded, false), (StepStatus.Succeeded, true));
    }

    [Fact]
    public async Task A_stored_output_that_was_changed_is_made_anew_and_what_depends_on_it_is_kept_when_it_comes_out_the_same()
    {
        var run = new RunFolder((await _fixture.RunAsync(Notes)).Folder);
        await File.WriteAllTextAsync(Path.Combine(run.StepsFolder, "first", "output", "note.txt"), "damaged");

        var second = await _fixture.RunAsync(Notes);

        second.Steps.Select(step => step.Reused).Should().Equal(false, true);
    }

    [Fact]
    public async Task A_step_whose_input_changed_while_it_ran_is_done_again()
    {
        const string Slow = """
            name: slow
            steps:
              wait: { uses: step/add, with: { left: 1, milliseconds: 1 } }
              note: { uses: step/note, with: { source: first.txt }, after: [wait] }
            """;
        var contents = new ContentHashes();
        var path = Path.Combine(_fixture.Folder, "first.txt");
        contents.Of(path);
        contents.HasChanged(path).Should().BeFalse();
        _fixture.Write("first.txt", "something else");
        contents.HasChanged(path).Should().BeTrue();
        File.Delete(path);
        contents.HasChanged(path).Should().BeTrue();
        _fixture.Write("first.txt", "hello");
        (await _fixture.RunAsync(Slow)).Status.Should().Be(RunStatus.Succeeded);
        (await _fixture.RunAsync(Slow)).Steps.Should().OnlyContain(step => step.Reused);
    }

    [Fact]
    public async Task What_cannot_be_hashed_fails_its_step_and_leaves_a_summary()
    {
        Directory.CreateDirectory(Path.Combine(_fixture.Folder, "input"));
        File.CreateSymbolicLink(Path.Combine(_fixture.Folder, "input", "gone"), Path.Combine(_fixture.Folder, "nowhere"));

        var summary = await _fixture.RunAsync("""
            name: broken
            steps:
              bad: { uses: step/note, with: { source: input } }
              good: { uses: step/add, with: { left: 1 } }
            """);

        summary.Status.Should().Be(RunStatus.Failed);
        summary.Steps.Select(step => step.Status).Should().Equal(StepStatus.Failed, StepStatus.Succeeded);
        summary.Steps[0].Error.Should().Contain("TESS4011").And.Contain("input/gone");
        new RunFolder(summary.Folder).ReadSummary()!.Status.Should().Be(RunStatus.Failed);
    }

    [Fact]
    public async Task An_output_that_would_come_back_as_something_else_fails_its_step()
    {
        var summary = await _fixture.RunAsync("name: lossy\nsteps: { a: { uses: step/forgetful } }\n");

        summary.Steps.Single().Error.Should().StartWith("error TESS4012: Forgetful does not come back");
    }

    [Fact]
    public void A_step_that_has_ended_is_not_heard_any_more()
    {
        var journal = new RunJournal(Path.Combine(_fixture.Folder, "journal.jsonl"), TimeProvider.System);
        var context = new StepContext("a", new Sdk.Randomness.Seed(1), _fixture.Folder, new RunEvents(journal, null));
        context.RecordMetric("x", 1);
        context.Close();
        journal.Dispose();

        context.RecordMetric("x", 2);
        context.ReportProgress(null, "late");
        context.AddFinding(new Sdk.Findings.Table { Title = "late", Columns = [], Rows = [] });

        context.Metrics["x"].Should().Be(1);
        context.Findings.Should().BeEmpty();
    }

    [Fact]
    public async Task A_run_begins_in_no_folder_of_something_else()
    {
        var foreign = Directory.CreateDirectory(Path.Combine(_fixture.Folder, "other")).FullName;
        await File.WriteAllTextAsync(Path.Combine(foreign, "pipeline.txt"), "kept");
        var begin = () => _fixture.RunAsync(Notes, run: "other");
        (await begin.Should().ThrowAsync<Sdk.Diagnostics.TesseraException>()).Which.Diagnostics.Single().Id.Should().Be("TESS4003");

        await _fixture.RunAsync("name: else\nsteps: { a: { uses: step/add, with: { left: 1 } } }\n");
        var take = () => _fixture.RunAsync(Notes);
        (await take.Should().ThrowAsync<Sdk.Diagnostics.TesseraException>()).Which.Diagnostics.Single().Message.Should().Contain("'else'").And.Contain("'notes'");
    }
}

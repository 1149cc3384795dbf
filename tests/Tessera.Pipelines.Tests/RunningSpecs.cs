using System.Text.Json.Nodes;
using Tessera.Pipelines.Running;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Pipelines.Tests;

/// <summary>What an engineer sees when a pipeline runs.</summary>
public class RunningSpecs
{
    private const string Chain = """
        name: chain
        inputs: { start: 1 }
        steps:
          a: { uses: step/add, with: { left: "${inputs.start}" } }
          b: { uses: step/add, with: { left: "${a.value}", right: 10 } }
          c: { uses: step/add, with: { left: "${b.value}", right: 100 } }
        """;

    [Fact]
    public async Task Values_flow_from_step_to_step()
    {
        using var fixture = new Fixture();

        var summary = await fixture.RunAsync(Chain);

        summary.Status.Should().Be(RunStatus.Succeeded);
        summary.Steps[^1].Output!["value"]!.GetValue<double>().Should().Be(112);
        summary.Steps[^1].Metrics["sum"].Should().Be(112);
        var written = JsonNode.Parse(await File.ReadAllTextAsync(new RunFolder(summary.Folder).SummaryFile))!;
        written["status"]!.GetValue<string>().Should().Be("succeeded");
        written["steps"]![2]!["findings"]![0]!["kind"]!.GetValue<string>().Should().Be("table");
    }

    [Fact]
    public async Task Artifacts_parts_and_text_reach_a_step_with_their_types()
    {
        using var fixture = new Fixture();
        fixture.Write("text.txt", "hello");

        var summary = await fixture.RunAsync("""
            name: judged
            steps:
              sum: { uses: step/add, with: { left: 1, right: 1 } }
              text: { uses: step/note, with: { source: text.txt } }
              judged:
                uses: step/judge
                with:
                  note: ${text}
                  wanted: "sum ${sum.value} $${x}"
                  losses: [loss/length, { uses: loss/length, with: { scale: 2 } }]
            """);

        summary.Steps.Single(step => step.Name == "judged").Output!["losses"]!.AsArray().Select(loss => loss!.GetValue<double>())
            .Should().Equal(Math.Abs(5 - "sum 2 ${x}".Length), Math.Abs(5 - "sum 2 ${x}".Length) / 2.0);
    }

    [Fact]
    public async Task A_second_run_reuses_every_step_and_a_change_reruns_only_what_depends_on_it()
    {
        using var fixture = new Fixture();
        await fixture.RunAsync(Chain);

        var second = await fixture.RunAsync(Chain);
        var changed = await fixture.RunAsync(Chain.Replace("right: 10 ", "right: 20 ", StringComparison.Ordinal));

        second.Steps.Should().OnlyContain(step => step.Reused);
        changed.Steps.Select(step => step.Reused).Should().Equal(true, false, false);
        changed.Steps[^1].Output!["value"]!.GetValue<double>().Should().Be(122);
    }

    [Fact]
    public async Task A_changed_input_file_is_noticed()
    {
        using var fixture = new Fixture();
        const string Yaml = "name: noticed\nsteps:\n  text: { uses: step/note, with: { source: text.txt } }\n";
        fixture.Write("text.txt", "one");
        await fixture.RunAsync(Yaml);
        fixture.Write("text.txt", "two");

        var summary = await fixture.RunAsync(Yaml);

        summary.Steps[0].Reused.Should().BeFalse();
        (await File.ReadAllTextAsync(Path.Combine(summary.Folder, "steps", "text", "output", "note.txt"))).Should().Be("two");
    }

    [Fact]
    public async Task A_failing_step_does_not_stop_those_that_do_not_need_it()
    {
        using var fixture = new Fixture();

        var summary = await fixture.RunAsync("""
            name: failing
            steps:
              bad: { uses: step/fail }
              needs: { uses: step/add, with: { left: "${bad.value}" } }
              free: { uses: step/add, with: { left: 1 } }
            """);

        summary.Status.Should().Be(RunStatus.Failed);
        summary.Steps.ToDictionary(step => step.Name, step => step.Status).Should().Equal(new Dictionary<string, StepStatus>
        {
            ["bad"] = StepStatus.Failed, ["needs"] = StepStatus.Skipped, ["free"] = StepStatus.Succeeded,
        });
        summary.Steps.Single(step => step.Name == "bad").Error.Should().Contain("TESS4011").And.Contain("This step always fails.");
        File.Exists(Path.Combine(summary.Folder, "steps", "bad", "error.txt")).Should().BeTrue();
    }

    [Fact]
    public async Task Independent_steps_run_side_by_side_with_the_same_result()
    {
        using var fixture = new Fixture();
        var yaml = "name: wide\nsteps:\n" + string.Concat(Enumerable.Range(0, 12).Select(i => $"  s{i}: {{ uses: step/add, with: {{ left: {i}, milliseconds: 20 }} }}\n"));

        var wide = await fixture.RunAsync(yaml, parallelism: 8, run: "wide");
        var narrow = await fixture.RunAsync(yaml, parallelism: 1, run: "narrow");

        wide.Steps.Select(step => (step.Name, step.Key, step.Output!.ToJsonString())).Should().Equal(narrow.Steps.Select(step => (step.Name, step.Key, step.Output!.ToJsonString())));
    }

    [Fact]
    public async Task An_interrupted_run_goes_on_where_it_stopped()
    {
        using var fixture = new Fixture();
        const string Yaml = """
            name: stopped
            steps:
              quick: { uses: step/add, with: { left: 1 } }
              slow: { uses: step/add, with: { left: "${quick.value}", milliseconds: 1500 } }
            """;
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(700));

        var first = await fixture.RunAsync(Yaml, stop.Token);
        var second = await fixture.RunAsync(Yaml);

        first.Status.Should().Be(RunStatus.Interrupted);
        first.Steps.Select(step => step.Status).Should().Equal(StepStatus.Succeeded, StepStatus.Interrupted);
        second.Status.Should().Be(RunStatus.Succeeded);
        second.Steps.Select(step => step.Reused).Should().Equal(true, false);
    }

    [Fact]
    public async Task Two_processes_cannot_run_in_one_folder()
    {
        using var fixture = new Fixture();
        using var guard = await RunGuard.EnterAsync(new RunFolder(Path.Combine(fixture.Folder, "run")), "chain");

        var second = () => fixture.RunAsync(Chain);

        (await second.Should().ThrowAsync<TesseraException>()).Which.Diagnostics.Single().Id.Should().Be("TESS4002");
    }

    [Fact]
    public async Task A_journal_with_a_torn_last_line_is_gone_on_with()
    {
        using var fixture = new Fixture();
        var summary = await fixture.RunAsync(Chain);
        var journal = new RunFolder(summary.Folder).JournalFile;
        await File.AppendAllTextAsync(journal, "{\"sequence\":99,\"ti");

        await fixture.RunAsync(Chain);

        var lines = await File.ReadAllLinesAsync(journal);
        lines.Count(line => { try { return JsonNode.Parse(line) is not null; } catch (System.Text.Json.JsonException) { return false; } }).Should().Be(lines.Length - 1);
    }

    [Fact]
    public async Task A_damaged_result_is_not_taken_for_a_finished_one()
    {
        using var fixture = new Fixture();
        var summary = await fixture.RunAsync(Chain);
        await File.WriteAllTextAsync(Path.Combine(summary.Folder, "steps", "a", "done.json"), "{ half");
        File.Delete(Path.Combine(summary.Folder, "steps", "b", "output.json"));

        var again = await fixture.RunAsync(Chain);

        again.Steps.Select(step => step.Reused).Should().Equal(false, false, true);
    }

    [Fact]
    public async Task The_lock_names_plugins_and_seeds()
    {
        using var fixture = new Fixture();
        var summary = await fixture.RunAsync(Chain);

        var pinned = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(summary.Folder, "lock.json")))!;

        pinned["plugins"]![0]!["id"]!.GetValue<string>().Should().Be("tessera.fixtures.steps");
        pinned["plugins"]![0]!["sha256"]!.GetValue<string>().Should().MatchRegex("^[0-9a-f]{64}$");
        pinned["seeds"]!["a"]!.GetValue<string>().Should().NotBe(pinned["seeds"]!["b"]!.GetValue<string>());
    }
}

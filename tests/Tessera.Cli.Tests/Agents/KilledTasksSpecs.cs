using System.Text.Json.Nodes;

namespace Tessera.Cli.Tests.Agents;

/// <summary>The command is killed again and again while agents work on many tasks, and ends with what an undisturbed run ends with.</summary>
public sealed class KilledTasksSpecs : IDisposable
{
    private const int Kills = 20;

    // So many of the tasks are done at the last kill at most, that there is work left to kill.
    private const int DoneAtLastKill = 8;

    // About as many events as two tasks have that are worked on side by side.
    private const int MostEvents = 16;

    private readonly Workplace _work = new();

    // Of every process that had any: other tests have sandboxes of their own meanwhile.
    private readonly HashSet<string> _marks = [];

    public KilledTasksSpecs()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The tasks' programs are started as on Unix.");
        _work.File("tasks.yaml", $$"""
            name: tasks
            steps:
              prove:
                uses: step/debug-tasks
                with:
                  tasks: {{Path.Combine(Repository.Samples, "tasks")}}
                  parallel: 2
                  tools:
                    - uses: tool/rewrite
                    - uses: tool/eval
                    - uses: tool/submit
                  agent: { uses: agent/solution }
            """);
    }

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task Twenty_kills_at_random_moments_change_no_result_and_no_finished_task_is_repeated()
    {
        var undisturbed = await EndAsync("undisturbed");
        var run = new TasksRun(_work.At("disturbed"));
        var random = new Random(20);
        var finished = new SortedDictionary<string, DateTime>();

        for (var kill = 1; kill <= Kills; kill++)
        {
            await using (var running = Start(run.Folder))
            {
                var seen = run.Events.Count;
                // The first event of a process is the run's beginning; sometimes it does not even come to that.
                var (events, done, pause) = (random.Next(MostEvents), kill * DoneAtLastKill / Kills, random.Next(60));
                while (run.Events.Count < seen + events && run.Done.Count < Math.Max(done, finished.Count + 1)) running.RequireAlive();
                await Task.Delay(pause);
                Note(running);
                running.Kill();
                await running.EndAsync();
            }

            finished.Should().BeSubsetOf(run.Done, "what is finished is not touched again");
            finished = run.Done;
        }

        finished.Count.Should().BeInRange(1, undisturbed.Done.Count - 1, "the run was killed at work, and some of it lasted");
        await EndAsync("disturbed");

        finished.Should().BeSubsetOf(run.Done, "what is finished is not touched again");
        run.Output.Should().Be(undisturbed.Output);
        run.Done.Keys.Should().Equal(undisturbed.Done.Keys).And.HaveCountGreaterThanOrEqualTo(10);
        foreach (var task in run.Done.Keys) run.Trajectory(task).Should().Equal(undisturbed.Trajectory(task));
        run.Events.Where(told => told.EndsWith(" solved", StringComparison.Ordinal)).Select(told => told.Split("; ")[^1]).Should().OnlyHaveUniqueItems("each task is solved once");
        run.Leftovers().Should().BeEmpty();
        // Channels of programs that were killed are empty, and the runtime has files of its own there.
        Directory.EnumerateDirectories(_work.At("temporary"), "tessera-*").SelectMany(Directory.EnumerateFileSystemEntries).Select(Path.GetFileName)
            .Where(name => name != "channel").Should().BeEmpty("no copies of projects are left lying about");
        if (OperatingSystem.IsLinux()) _marks.Should().HaveCountGreaterThan(Kills / 2, "most processes came to starting programs");
        await AreGoneAsync(_marks.SelectMany(ControlGroups));
    }

    private static IEnumerable<string> ControlGroups(string mark) => !Directory.Exists("/sys/fs/cgroup") ? [] :
        Directory.EnumerateDirectories("/sys/fs/cgroup", $"tessera-{mark}-*", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true });

    private static async Task AreGoneAsync(IEnumerable<string> groups)
    {
        List<string> left = [.. groups];
        for (var tries = 0; left.Count > 0 && tries < 300; tries++)
        {
            await Task.Delay(100);
            left.RemoveAll(group => !Directory.Exists(group));
        }

        left.Should().BeEmpty("the control groups of killed sandboxes are removed");
    }

    private void Note(RunningTessera running)
    {
        if (running.Mark() is { } mark) _marks.Add(mark);
    }

    private RunningTessera Start(string folder) => RunningTessera.Start(
        _work.Folder, ["run", "tasks.yaml", "--out", folder], ("TMPDIR", Directory.CreateDirectory(_work.At("temporary")).FullName));

    private async Task<TasksRun> EndAsync(string name)
    {
        await using var running = Start(_work.At(name));
        var ending = running.EndAsync();
        while (await Task.WhenAny(ending, Task.Delay(20)) != ending) Note(running);
        var (exitCode, output, complaints) = await ending;
        exitCode.Should().Be(0, "{0}{1}", output, complaints);
        return new TasksRun(_work.At(name));
    }
}

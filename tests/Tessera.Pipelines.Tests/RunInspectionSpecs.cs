using Tessera.Pipelines.Running;

namespace Tessera.Pipelines.Tests;

/// <summary>Whoever looks at a run from outside sees how things stand, and does not disturb it.</summary>
public sealed class RunInspectionSpecs : IDisposable
{
    private const string Sum = "name: sum\nsteps: { a: { uses: step/add, with: { left: 1, milliseconds: 20 } } }\n";

    private readonly Fixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task Looking_at_a_run_again_and_again_disturbs_none()
    {
        using var enough = new CancellationTokenSource();
        var folder = new RunFolder(Path.Combine(_fixture.Folder, "run"));
        var seen = new HashSet<RunState>();
        var looking = Task.Run(() =>
        {
            while (!enough.IsCancellationRequested)
            {
                if (File.Exists(folder.JournalFile)) seen.Add(folder.Inspect().State);
            }
        });

        for (var i = 0; i < 30; i++)
        {
            (await _fixture.RunAsync(Sum)).Status.Should().Be(RunStatus.Succeeded);
            Directory.Delete(folder.StepsFolder, recursive: true);
        }

        await enough.CancelAsync();
        await looking;
        seen.Should().BeEquivalentTo([RunState.Running, RunState.Succeeded]);
    }

    [Fact]
    public async Task A_run_whose_process_died_is_not_taken_for_one_that_runs()
    {
        await _fixture.RunAsync(Sum);
        var folder = new RunFolder(Path.Combine(_fixture.Folder, "run"));
        File.Delete(folder.SummaryFile);

        folder.Inspect().State.Should().Be(RunState.Killed);
        await using (await RunGuard.EnterAsync(folder, "sum")) folder.Inspect().State.Should().Be(RunState.Running);
        folder.Inspect().State.Should().Be(RunState.Killed);
    }
}

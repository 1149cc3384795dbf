using System.Collections.Concurrent;
using Tessera.Pipelines.Loading;

namespace Tessera.Pipelines.Running;

/// <summary>Runs each step when those before it are done, several side by side.</summary>
internal sealed class StepScheduler(Pipeline pipeline, RunFolder folder, StepRunner runner, RunEvents events)
{
    private readonly ConcurrentDictionary<string, Task<StepResult>> _running = new(StringComparer.Ordinal);

    public async Task<IReadOnlyList<StepResult>> RunAsync(int parallelism, CancellationToken cancellationToken)
    {
        using var slots = new SemaphoreSlim(Math.Max(1, parallelism));
        foreach (var step in pipeline.Steps) _running[step.Name] = RunWhenReadyAsync(step, slots, cancellationToken);
        var results = await Task.WhenAll(pipeline.Steps.Select(step => _running[step.Name])).ConfigureAwait(false);
        return await Task.WhenAll(results.Select(runner.LatestAsync)).ConfigureAwait(false);
    }

    private async Task<StepResult> RunWhenReadyAsync(PipelineStep step, SemaphoreSlim slots, CancellationToken cancellationToken)
    {
        // Leaves the loop that starts the steps before anything blocks it.
        await Task.Yield();
        var before = await Task.WhenAll(step.Dependencies.Select(name => _running[name])).ConfigureAwait(false);
        if (before.FirstOrDefault(result => result.Status != StepStatus.Succeeded) is { } obstacle)
            return End(AfterObstacle(StepResult.Begun(step), obstacle));
        try
        {
            await slots.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return End(StepResult.Begun(step) with { Status = StepStatus.Interrupted });
        }

        try
        {
            var results = before.ToDictionary(result => result.Name, StringComparer.Ordinal);
            return await runner.RunAsync(step, results, new StepFolder(Path.Combine(folder.StepsFolder, step.Name)), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            slots.Release();
        }
    }

    /// <summary>What becomes of a step when one that it depends on did not succeed.</summary>
    public static StepResult AfterObstacle(StepResult result, StepResult obstacle) => result with
    {
        Status = obstacle.Status == StepStatus.Interrupted ? StepStatus.Interrupted : StepStatus.Skipped,
        Error = $"Step '{obstacle.Name}' did not succeed.",
    };

    private StepResult End(StepResult result)
    {
        events.Ended(result);
        return result;
    }
}

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
        return await Task.WhenAll(pipeline.Steps.Select(step => _running[step.Name])).ConfigureAwait(false);
    }

    private async Task<StepResult> RunWhenReadyAsync(PipelineStep step, SemaphoreSlim slots, CancellationToken cancellationToken)
    {
        // Leaves the loop that starts the steps before anything blocks it.
        await Task.Yield();
        var before = await Task.WhenAll(step.Dependencies.Select(name => _running[name])).ConfigureAwait(false);
        if (before.FirstOrDefault(result => result.Status != StepStatus.Succeeded) is { } obstacle)
            return End(step, obstacle.Status == StepStatus.Interrupted ? StepStatus.Interrupted : StepStatus.Skipped, $"Step '{obstacle.Name}' did not succeed.");
        try
        {
            await slots.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return End(step, StepStatus.Interrupted, null);
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

    private StepResult End(PipelineStep step, StepStatus status, string? reason)
    {
        var result = StepResult.Begun(step) with { Status = status, Error = reason };
        events.Ended(result);
        return result;
    }
}

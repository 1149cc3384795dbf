using System.Collections.Concurrent;
using Tessera.Hosting.Activation;
using Tessera.Pipelines.Loading;

namespace Tessera.Pipelines.Running;

/// <summary>Runs each step when those before it are done, several side by side.</summary>
internal sealed class StepScheduler(Pipeline pipeline, RunFolder folder, PluginHost host, StepOutputs outputs, RunEvents events)
{
    private readonly Dictionary<string, string> _keys = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Task<StepResult>> _running = new(StringComparer.Ordinal);

    public async Task<IReadOnlyList<StepResult>> RunAsync(int parallelism, CancellationToken cancellationToken)
    {
        var contents = new ContentHashes();
        foreach (var step in pipeline.Steps) _keys[step.Name] = StepKey.Compute(step, pipeline, _keys, contents);

        using var slots = new SemaphoreSlim(Math.Max(1, parallelism));
        var runner = new StepRunner(pipeline, host, outputs, events);
        foreach (var step in pipeline.Steps) _running[step.Name] = RunWhenReadyAsync(step, runner, slots, cancellationToken);
        return await Task.WhenAll(pipeline.Steps.Select(step => _running[step.Name])).ConfigureAwait(false);
    }

    private async Task<StepResult> RunWhenReadyAsync(PipelineStep step, StepRunner runner, SemaphoreSlim slots, CancellationToken cancellationToken)
    {
        // Leaves the loop that starts the steps before anything blocks it.
        await Task.Yield();
        var before = await Task.WhenAll(step.Dependencies.Select(name => _running[name])).ConfigureAwait(false);
        var key = _keys[step.Name];
        if (before.FirstOrDefault(result => result.Status != StepStatus.Succeeded) is { } obstacle)
            return End(step, key, obstacle.Status == StepStatus.Interrupted ? StepStatus.Interrupted : StepStatus.Skipped, $"Step '{obstacle.Name}' did not succeed.");
        try
        {
            await slots.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return End(step, key, StepStatus.Interrupted, null);
        }

        try
        {
            return await runner.RunAsync(step, key, new StepFolder(Path.Combine(folder.StepsFolder, step.Name)), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            slots.Release();
        }
    }

    private StepResult End(PipelineStep step, string key, StepStatus status, string? reason)
    {
        var result = new StepResult { Name = step.Name, Uses = step.Part.Uses, Key = key, Status = status, Error = reason };
        events.Ended(result);
        return result;
    }
}

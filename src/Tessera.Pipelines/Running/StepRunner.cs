using System.Collections.Concurrent;
using System.Diagnostics;
using Tessera.Hosting.Activation;
using Tessera.Pipelines.Loading;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Steps;

namespace Tessera.Pipelines.Running;

/// <summary>Runs one step, or takes it over from before.</summary>
internal sealed class StepRunner(Pipeline pipeline, PluginHost host, StepOutputs outputs, RunEvents events)
{
    private readonly ContentHashes _contents = new();
    private readonly string _origin = Path.GetDirectoryName(pipeline.File)!;
    private readonly ConcurrentDictionary<string, Reuse> _reused = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Lazy<Task<StepResult>>> _remade = new(StringComparer.Ordinal);

    /// <param name="step">The step.</param>
    /// <param name="before">The results of the steps that it depends on.</param>
    /// <param name="folder">Its folder.</param>
    /// <param name="cancellationToken">Interrupts it.</param>
    public async Task<StepResult> RunAsync(PipelineStep step, IReadOnlyDictionary<string, StepResult> before, StepFolder folder, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        var context = new StepContext(step.Name, pipeline.Seed.Derive(step.Name), folder.Files, events);
        var result = StepResult.Begun(step);
        try
        {
            var ready = new NamedInputs(before, outputs, _origin).FindFor(step);
            result = result with { Key = StepKey.Compute(ready, pipeline, before, _contents) };
            if (folder.ReadDone(result.Key) is { } done) return TakeOver(step, before, folder, done);
            if (await RemakeAsync(step, before, cancellationToken).ConfigureAwait(false) is { Count: > 0 } remade)
                return await RunAsync(step, remade, folder, cancellationToken).ConfigureAwait(false);
            step = ready;
            events.Started(step.Name, result.Key, reused: false);
            var output = await WorkAsync(step, context, folder, result.Key, cancellationToken).ConfigureAwait(false);
            await OutputStore.SaveAsync(output, host.OutputTypeOf(step.Part)!, folder.Root, cancellationToken).ConfigureAwait(false);
            outputs.Add(step.Name, output);
            result = Told(result with { Status = StepStatus.Succeeded, Output = OutputStore.Peek(folder.Root), OutputHash = folder.HashOutput() });
            // Under its key there would otherwise be the result of other inputs.
            if (!context.IsForThisRunOnly && !step.InputPaths.Any(_contents.HasChanged)) folder.WriteDone(result);
        }
        catch (DependencyException obstacle)
        {
            result = Told(StepScheduler.AfterObstacle(result, obstacle.Result));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            result = Told(result with { Status = StepStatus.Interrupted });
        }
#pragma warning disable CA1031 // Whatever goes wrong with a step is the step's failure, not the run's.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            folder.WriteError(failure);
            result = Told(result with { Status = StepStatus.Failed, Error = Explain(step, failure) });
        }

        events.Ended(result);
        return result;

        StepResult Told(StepResult ended)
        {
            context.Close();
            return ended with { Seconds = Math.Round(Stopwatch.GetElapsedTime(began).TotalSeconds, 3), Metrics = context.Metrics, Findings = context.Findings, Summary = context.Summary };
        }
    }

    private StepResult TakeOver(PipelineStep step, IReadOnlyDictionary<string, StepResult> before, StepFolder folder, StepResult done)
    {
        outputs.AddStored(step, folder.Root);
        _reused[step.Name] = new Reuse(step, before, folder);
        events.Started(step.Name, done.Key, reused: true);
        events.Ended(done);
        return done;
    }

    /// <summary>Does the steps anew whose stored outputs this one needs and cannot have.</summary>
    /// <returns>The results before this step, with theirs; nothing when all outputs are there.</returns>
    /// <exception cref="DependencyException">One of them did not succeed this time.</exception>
    private async Task<IReadOnlyDictionary<string, StepResult>> RemakeAsync(PipelineStep step, IReadOnlyDictionary<string, StepResult> before, CancellationToken cancellationToken)
    {
        var remade = new Dictionary<string, StepResult>(StringComparer.Ordinal);
        foreach (var name in OptionMarkers.StepsIn(step.Options).Distinct(StringComparer.Ordinal))
        {
            if (!before[name].Reused) continue;
            // What was done anew for another step may be something else than before, and is what this one gets.
            var failure = _remade.ContainsKey(name) ? null : await FailureOfLoadingAsync(name).ConfigureAwait(false);
            if (failure is null && !_remade.ContainsKey(name)) continue;
            var result = await _remade.GetOrAdd(name, _ => new Lazy<Task<StepResult>>(() => DoAnewAsync(_reused[name], failure!, cancellationToken))).Value.ConfigureAwait(false);
            remade[name] = result.Status == StepStatus.Succeeded ? result : throw new DependencyException(result);
        }

        return remade.Count == 0 ? remade : before.ToDictionary(pair => pair.Key, pair => remade.GetValueOrDefault(pair.Key, pair.Value), StringComparer.Ordinal);
    }

    private Task<StepResult> DoAnewAsync(Reuse reuse, Exception failure, CancellationToken cancellationToken)
    {
        events.Warned(new Diagnostic(
            "TESS4015", DiagnosticSeverity.Warning, $"What step '{reuse.Step.Name}' handed over cannot be loaded: {failure.Message.TrimEnd('.')}. It is done anew.", new SourceLocation(reuse.Folder.Root)));
        reuse.Folder.Forget();
        return RunAsync(reuse.Step, reuse.Before, reuse.Folder, cancellationToken);
    }

    private async Task<Exception?> FailureOfLoadingAsync(string step)
    {
        try
        {
            await outputs.LoadAsync(step).ConfigureAwait(false);
            return null;
        }
#pragma warning disable CA1031 // However an output fails to load, making it anew is the way to have it.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            return failure;
        }
    }

    private async Task<object> WorkAsync(PipelineStep step, StepContext context, StepFolder folder, string key, CancellationToken cancellationToken)
    {
        var options = step.Part.Manifest.Options is null ? null : new OptionValues(host, outputs).Bind(step.Part, step.Options);
        await using var part = host.Create<IPipelineStep>(step.Part, options);
        folder.Prepare(key, goesOn: part.Value is IResumableStep);
        return await part.Value.RunAsync(context, cancellationToken).ConfigureAwait(false)
            ?? throw new InvalidOperationException("The step handed over nothing.");
    }

    /// <summary>The latest result of a step: it may have been done anew after it was taken over.</summary>
    public async Task<StepResult> LatestAsync(StepResult result) =>
        _remade.TryGetValue(result.Name, out var anew) ? await anew.Value.ConfigureAwait(false) : result;

    private static string Explain(PipelineStep step, Exception failure) => failure is TesseraException explained
        ? string.Join(Environment.NewLine, explained.Diagnostics)
        : $"error TESS4011: Step '{step.Name}' ({step.Part.Uses}) failed with {failure.GetType().Name}: {failure.Message}";

    private sealed record Reuse(PipelineStep Step, IReadOnlyDictionary<string, StepResult> Before, StepFolder Folder);

    private sealed class DependencyException(StepResult result) : Exception
    {
        public StepResult Result => result;
    }
}

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
            result = result with { Key = StepKey.Compute(step, pipeline, before, _contents) };
            if (folder.ReadDone(result.Key) is { } done) return TakeOver(step, folder, done);
            folder.Clear();
            events.Started(step.Name, result.Key, reused: false);
            var output = await WorkAsync(step, context, cancellationToken).ConfigureAwait(false);
            await OutputStore.SaveAsync(output, host.OutputTypeOf(step.Part)!, folder.Root, cancellationToken).ConfigureAwait(false);
            outputs.Add(step.Name, output);
            result = Told(result with { Status = StepStatus.Succeeded, Output = OutputStore.Peek(folder.Root), OutputHash = folder.HashOutput() });
            // Under its key there would otherwise be the result of other inputs.
            if (!step.InputPaths.Any(_contents.HasChanged)) folder.WriteDone(result);
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
            return ended with { Seconds = Math.Round(Stopwatch.GetElapsedTime(began).TotalSeconds, 3), Metrics = context.Metrics, Findings = context.Findings };
        }
    }

    private StepResult TakeOver(PipelineStep step, StepFolder folder, StepResult done)
    {
        outputs.AddStored(step, folder.Root);
        events.Started(step.Name, done.Key, reused: true);
        events.Ended(done);
        return done;
    }

    private async Task<object> WorkAsync(PipelineStep step, StepContext context, CancellationToken cancellationToken)
    {
        var options = step.Part.Manifest.Options is null ? null : new OptionValues(host, outputs).Bind(step.Part, step.Options);
        await using var part = host.Create<IPipelineStep>(step.Part, options);
        return await part.Value.RunAsync(context, cancellationToken).ConfigureAwait(false)
            ?? throw new InvalidOperationException("The step handed over nothing.");
    }

    private static string Explain(PipelineStep step, Exception failure) => failure is TesseraException explained
        ? string.Join(Environment.NewLine, explained.Diagnostics)
        : $"error TESS4011: Step '{step.Name}' ({step.Part.Uses}) failed with {failure.GetType().Name}: {failure.Message}";
}

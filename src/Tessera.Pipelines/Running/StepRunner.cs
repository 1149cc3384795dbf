using System.Diagnostics;
using Tessera.Hosting.Activation;
using Tessera.Pipelines.Loading;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Steps;

namespace Tessera.Pipelines.Running;

/// <summary>Runs one step, or takes it over from before.</summary>
internal sealed class StepRunner(Pipeline pipeline, PluginHost host, StepOutputs outputs, RunEvents events)
{
    public async Task<StepResult> RunAsync(PipelineStep step, string key, StepFolder folder, CancellationToken cancellationToken)
    {
        if (folder.ReadDone(key) is { } done)
        {
            outputs.AddStored(step, folder.Root);
            events.Started(step.Name, key, reused: true);
            events.Ended(done);
            return done;
        }

        folder.Clear();
        events.Started(step.Name, key, reused: false);
        var began = Stopwatch.GetTimestamp();
        var context = new StepContext(step.Name, pipeline.Seed.Derive(step.Name), folder.Files, events);
        var result = new StepResult { Name = step.Name, Uses = step.Part.Uses, Key = key, Status = StepStatus.Succeeded };
        try
        {
            var output = await WorkAsync(step, context, cancellationToken).ConfigureAwait(false);
            outputs.Add(step.Name, output);
            await OutputStore.SaveAsync(output, folder.Root, cancellationToken).ConfigureAwait(false);
            result = result with { Output = OutputStore.Peek(folder.Root) };
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            result = result with { Status = StepStatus.Interrupted };
        }
#pragma warning disable CA1031 // Whatever a step throws is the step's failure, not the run's.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            await File.WriteAllTextAsync(folder.ErrorFile, failure.ToString(), CancellationToken.None).ConfigureAwait(false);
            result = result with { Status = StepStatus.Failed, Error = Explain(step, failure) };
        }

        result = result with { Seconds = Math.Round(Stopwatch.GetElapsedTime(began).TotalSeconds, 3), Metrics = context.Metrics, Findings = context.Findings };
        if (result.Status == StepStatus.Succeeded) folder.WriteDone(result);
        events.Ended(result);
        return result;
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

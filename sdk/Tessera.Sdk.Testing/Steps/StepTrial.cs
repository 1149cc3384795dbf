using System.Reflection;
using Tessera.Sdk.Steps;
using Tessera.Sdk.Testing.Repetition;

namespace Tessera.Sdk.Testing.Steps;

/// <summary>What the checks of a step share: fresh steps, and runs of them.</summary>
internal sealed class StepTrial(Func<IPipelineStep> create, StepConformanceOptions options)
{
    public StepConformanceOptions Options => options;

    public IPipelineStep Create() => create();

    public StepAttribute? Attribute => Create().GetType().GetCustomAttribute<StepAttribute>(inherit: false);

    /// <summary>The class of what the step hands over; null where it does not say.</summary>
    public Type? OutputType => Create().GetType().GetInterfaces()
        .Where(contract => contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IPipelineStep<>))
        .Select(contract => contract.GetGenericArguments()[0]).SingleOrDefault();

    /// <summary>Everything that comes of the step, done anew, as text.</summary>
    public RepeatedWork Work => new(async token =>
    {
        using var run = new TrialRun();
        return await TextAsync(run, Create(), token).ConfigureAwait(false);
    });

    public void RequireDeterminism()
    {
        if (!(options.Deterministic ?? Attribute?.Deterministic ?? false)) throw new NotApplicableException("the step is not said to be deterministic; if it is, say so in its attribute.");
    }

    public Task<(object Output, TrialContext Context)> RunAsync(TrialRun run, CancellationToken token) => RunAsync(run, Create(), token);

    public async Task<(object Output, TrialContext Context)> RunAsync(TrialRun run, IPipelineStep step, CancellationToken token, Action? onProgress = null)
    {
        var context = new TrialContext(run.Folder, options.Seed, onProgress);
        try
        {
            var output = await step.RunAsync(context, token).ConfigureAwait(false);
            context.End();
            return (output, context);
        }
        finally
        {
            await Disposal.DisposeAsync(step).ConfigureAwait(false);
        }
    }

    /// <summary>What a step makes of a folder: its output, its files and what it tells, as text without the folder's own name.</summary>
    public async Task<string> TextAsync(TrialRun run, IPipelineStep step, CancellationToken token)
    {
        var (output, context) = await RunAsync(run, step, token).ConfigureAwait(false);
        var kept = await KeptOutput.TextAsync(output, OutputType ?? output.GetType(), token).ConfigureAwait(false);
        await Disposal.DisposeAsync(output).ConfigureAwait(false);
        return run.Neutral(kept) + ComparableText.Of(new { run.Files, Metrics = context.Metrics.ToLookup(metric => metric.Key).Select(metric => metric.Last()), context.Summary }).Replace(run.Folder, "<folder>", StringComparison.Ordinal);
    }
}

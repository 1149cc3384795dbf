using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Testing.Cancellation;
using Tessera.Sdk.Testing.Unloading;

namespace Tessera.Sdk.Testing.Steps;

/// <summary>How a step ends, well or badly.</summary>
internal static class LifetimeChecks
{
    public static IReadOnlyList<ConformanceCheck<StepTrial>> All { get; } =
    [
        new("CONF-S20", "A step that cannot work says what to do", (trial, token) => OnUnfitAsync(trial, (_, thrown) =>
            thrown is null ? "it did its work, though it was said not to fit. Look at options and inputs before anything is begun."
            : thrown is not TesseraException { Diagnostics: var problems } ? $"it threw {thrown.GetType().Name}: {thrown.Message} Throw a TesseraException that says what is wrong and what to do."
            : problems.Any(problem => string.IsNullOrWhiteSpace(problem.Id) || string.IsNullOrWhiteSpace(problem.Message)) ? "a diagnostic has no id or no message."
            : problems.All(problem => problem.Remedy is null) ? $"'{problems[0]}' says what is wrong, and not what to do. Give it a remedy." : null, token)),
        new("CONF-S21", "A step that cannot work leaves the folder empty", (trial, token) => OnUnfitAsync(trial, (run, thrown) =>
            thrown is null || run.Files.Count == 0 ? null : $"'{run.Files.Keys.First()}' was written before the step said that it cannot work. Look at everything first.", token)),
        new("CONF-S22", "A cancelled step ends at once", (trial, token) => new CancelledWork(async interruption =>
        {
            using var run = new TrialRun();
            await trial.RunAsync(run, trial.Create(), interruption.Token, () => interruption.Wait("progress was reported")).ConfigureAwait(false);
            return true;
            // What is said last may be said of work that is done.
        }, trial.Options.Patience) { MayFinish = _ => true }.FindFaultAsync(token)),
        new("CONF-S23", "Disposing twice does no harm", async (trial, token) =>
        {
            using var run = new TrialRun();
            return await Disposal.TwiceAsync(trial.Create(), step => step.RunAsync(new TrialContext(run.Folder, trial.Options.Seed, null), token)).ConfigureAwait(false);
        }),
        new("CONF-S24", UnloadCheck.Title, (trial, token) => UnloadCheck.FindFaultAsync(trial.Create(), trial.Options.PartOptions, async step =>
        {
            using var run = new TrialRun();
            var (output, _) = await trial.RunAsync(run, step, token).ConfigureAwait(false);
            if (output is not null) await Disposal.DisposeAsync(output).ConfigureAwait(false);
        }, token)),
    ];

    private static async Task<string?> OnUnfitAsync(StepTrial trial, Func<TrialRun, Exception?, string?> find, CancellationToken token)
    {
        if (trial.Options.Unfit.Count == 0) throw new NotApplicableException("no step that cannot work was given, in Unfit.");
        foreach (var create in trial.Options.Unfit)
        {
            using var run = new TrialRun();
            Exception? thrown = null;
            try
            {
                await trial.RunAsync(run, create(), token).ConfigureAwait(false);
            }
#pragma warning disable CA1031 // Whatever a step throws is what the check looks at.
            catch (Exception refusal) when (!token.IsCancellationRequested)
#pragma warning restore CA1031
            {
                thrown = refusal;
            }

            if (find(run, thrown) is { } fault) return fault;
        }

        return null;
    }
}

using Tessera.Sdk.Testing.Repetition;

namespace Tessera.Sdk.Testing.Steps;

/// <summary>What a step hands over.</summary>
internal static class OutputChecks
{
    public static IReadOnlyList<ConformanceCheck<StepTrial>> All { get; } =
    [
        new("CONF-S05", "The step hands over what it says", (trial, token) => OnOutputAsync(trial, (output, type, _) => Task.FromResult(
            output is null ? "it handed over null. A step that has nothing to say hands over a record of what it did."
            : output.GetType() != type ? $"it says that it hands over {type.Name}, and handed over {output.GetType().Name}, which is not what would be taken up again." : null), token)),
        new("CONF-S06", "What is handed over comes back as it was", (trial, token) => OnOutputAsync(trial, async (output, type, _) =>
        {
            if (output?.GetType() != type) throw new NotApplicableException("it hands over something else than it says.");
            var (kept, again) = await KeptOutput.TwiceAsync(output, type, token).ConfigureAwait(false);
            return TextDifference.Find(kept, again, "kept", "taken up and kept again", "Each property needs a setter or a parameter of the constructor; an artifact saves all that it loads.");
        }, token)),
    ];

    private static async Task<string?> OnOutputAsync(StepTrial trial, Func<object?, Type, TrialRun, Task<string?>> find, CancellationToken token)
    {
        var type = trial.OutputType ?? throw new NotApplicableException("the step does not say what it hands over.");
        using var run = new TrialRun();
        var (output, _) = await trial.RunAsync(run, token).ConfigureAwait(false);
        var fault = await find(output, type, run).ConfigureAwait(false);
        if (output is not null) await Disposal.DisposeAsync(output).ConfigureAwait(false);
        return fault;
    }
}

using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tessera.Sdk.Testing.Steps;

/// <summary>What a step tells while it works.</summary>
internal static class ReportChecks
{
    public static IReadOnlyList<ConformanceCheck<StepTrial>> All { get; } =
    [
        new("CONF-S15", "Progress goes from 0 to 1 and says what is done", (trial, token) => OnContextAsync(trial, context =>
        {
            if (context.Progress.Count == 0) throw new NotApplicableException("it reports no progress.");
            var before = 0.0;
            foreach (var (fraction, message) in context.Progress)
            {
                if (string.IsNullOrWhiteSpace(message)) return "a report of progress says nothing. Say in a few words what is being done.";
                if (fraction is null) continue;
                if (!(fraction >= 0 && fraction <= 1)) return FormattableString.Invariant($"'{message}' is said to be {fraction} of the work. Fractions are from 0 to 1; null where it is not known.");
                if (fraction < before) return FormattableString.Invariant($"progress falls from {before:0.###} to {fraction:0.###} at '{message}'. Count what is done, not what is left of a part.");
                before = fraction.Value;
            }

            return null;
        }, token)),
        new("CONF-S16", "Metrics have names and are finite", (trial, token) => OnContextAsync(trial, context =>
        {
            if (context.Metrics.Count == 0) throw new NotApplicableException("it records no metric.");
            return context.Metrics.Where(metric => string.IsNullOrWhiteSpace(metric.Key) || !double.IsFinite(metric.Value))
                .Select(metric => FormattableString.Invariant($"'{metric.Key}' is {metric.Value}. Leave out what cannot be said: a mean of nothing is no number.")).FirstOrDefault();
        }, token)),
        new("CONF-S17", "Findings have titles and can be kept", (trial, token) => OnContextAsync(trial, context =>
        {
            if (context.Findings.Count == 0) throw new NotApplicableException("it shows no finding.");
            if (context.Findings.Any(finding => string.IsNullOrWhiteSpace(finding.Title))) return "a finding has no title. Say in a few words what it shows.";
            if (context.Findings.OfType<Findings.Table>().FirstOrDefault(table => table.Rows.Any(row => row.Count != table.Columns.Count)) is { } ragged)
                return $"a row of '{ragged.Title}' has not as many cells as there are columns.";
            try
            {
                foreach (var finding in context.Findings) JsonSerializer.Serialize(finding);
                return null;
            }
            catch (Exception unfit) when (unfit is ArgumentException or NotSupportedException or InvalidOperationException)
            {
                return $"a finding cannot be kept: {unfit.Message} Numbers in JSON are finite.";
            }
        }, token)),
        new("CONF-S18", "What is added to the summary is JSON that can be kept", (trial, token) => OnContextAsync(trial, context =>
            context.Summary.Count == 0 ? throw new NotApplicableException("it adds nothing to the summary.")
            : context.Summary.FirstOrDefault(entry => JsonNode.Parse(entry.Value) is not (JsonObject or JsonArray)) is { Key: { } list } ? $"an entry of '{list}' is neither an object nor an array of objects. Scripts look for names." : null, token)),
        new("CONF-S19", "Nothing is told after the end", async (trial, token) =>
        {
            using var run = new TrialRun();
            var (_, context) = await trial.RunAsync(run, token).ConfigureAwait(false);
            await Task.Delay(TimeSpan.FromMilliseconds(200), token).ConfigureAwait(false);
            return context.Late == 0 ? null : $"{context.Late} reports came after the step had ended. Await everything that was begun.";
        }),
    ];

    private static async Task<string?> OnContextAsync(StepTrial trial, Func<TrialContext, string?> find, CancellationToken token)
    {
        using var run = new TrialRun();
        return find((await trial.RunAsync(run, token).ConfigureAwait(false)).Context);
    }
}

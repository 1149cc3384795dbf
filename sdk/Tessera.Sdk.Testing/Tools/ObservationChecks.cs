using Tessera.Sdk.Tools;

namespace Tessera.Sdk.Testing.Tools;

/// <summary>What an agent sees.</summary>
internal static class ObservationChecks
{
    public static IReadOnlyList<ConformanceCheck<ToolTrial>> All { get; } =
    [
        new("CONF-T12", "An answer has text, within the limit", async (trial, token) =>
        {
            var text = (await trial.CallAsync(trial.Arguments, token).ConfigureAwait(false)).Text;
            return string.IsNullOrWhiteSpace(text) ? "the text is empty. Say at least that it was done."
                : text.Length > Observation.TextLimit ? $"the text has {text.Length} characters; the limit is {Observation.TextLimit}. Use Observation.Bounded."
                : null;
        }),
        new("CONF-T13", "An answer stays within the limit in a large project", async (trial, token) =>
        {
            var large = new ToolConformanceOptions
            {
                Arguments = trial.Arguments,
                Files = trial.Options.Files.ToDictionary(file => file.Key, file => string.Concat(Enumerable.Repeat(file.Value, 1 + (400_000 / Math.Max(1, file.Value.Length))))),
                OpenSession = trial.Options.OpenSession,
            };
            var text = (await new ToolTrial(trial.Create, large).CallAsync(trial.Arguments, token).ConfigureAwait(false)).Text;
            return text.Length > Observation.TextLimit ? $"with larger files the text has {text.Length} characters; the limit is {Observation.TextLimit}." : null;
        }),
        new("CONF-T14", "Data can be written as JSON", async (trial, token) =>
        {
            var data = (await trial.CallAsync(trial.Arguments, token).ConfigureAwait(false)).Data;
            if (data is null) throw new NotApplicableException("the answer has no data.");
            try
            {
                data.ToJsonString();
                return null;
            }
            catch (Exception unfit) when (unfit is ArgumentException or NotSupportedException or InvalidOperationException)
            {
                return $"it cannot: {unfit.Message} Numbers in JSON are finite.";
            }
        }),
    ];
}

using Tessera.Sdk.Language;

namespace Tessera.Sdk.Testing.Models;

/// <summary>What a model lists that knows all its probabilities.</summary>
internal static class ExactChecks
{
    private const double Tolerance = 1e-6;

    // So many that nothing is cut.
    private const int Tokens = 100_000;

    public static IReadOnlyList<ConformanceCheck<ModelTrial>> All { get; } =
    [
        new("CONF-M32", "What an exact model lists has the probability 1 together, and scores as it is listed", (trial, token) => trial.UseAsync(LanguageModelCapabilities.Generate | LanguageModelCapabilities.Score, async model =>
        {
            if (model.Exact is not { } exact) throw new NotApplicableException("it does not list what it may answer.");
            foreach (var prompt in trial.Options.Prompts)
            {
                var listed = exact.Enumerate(new GenerationRequest(prompt, new SamplingOptions { Temperature = 1, MaxTokens = Tokens }));
                if (listed.GroupBy(text => text.Text, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } twice)
                    return $"'{twice.Key}' is listed more than once. Add up what is the same text.";
                var sum = Math.Exp(LogSpace.Sum([.. listed.Select(text => text.LogProbability)]));
                if (!(Math.Abs(sum - 1) <= Tolerance)) return FormattableString.Invariant($"what it may answer has the probability {sum:g9} together. List every text, with the natural logarithm of its probability.");
                var scores = await model.ScoreAsync([.. listed.Select(text => new ScoreRequest(prompt, text.Text))], token).ConfigureAwait(false);
                if (listed.Zip(scores).FirstOrDefault(pair => !(Math.Abs(pair.First.LogProbability - pair.Second.LogProbability) <= Tolerance)) is { First: { } other } pair)
                    return FormattableString.Invariant($"'{other.Text}' is listed with the log-probability {other.LogProbability:g9} and scored with {pair.Second.LogProbability:g9}. Score a continuation as the whole answer that it is, or do not say Exact.");
            }

            return null;
        })),
    ];
}

using Tessera.Sdk.Language;

namespace Tessera.Sdk.Testing.Models;

/// <summary>Probabilities are probabilities.</summary>
internal static class ProbabilityChecks
{
    private const double Tolerance = 1e-4;

    public static IReadOnlyList<ConformanceCheck<ModelTrial>> All { get; } =
    [
        new("CONF-M18", "The logarithm of a probability is at most 0", (trial, token) => trial.UseAsync(LanguageModelCapabilities.Score, async model =>
            (await model.ScoreAsync(trial.Scores(), token).ConfigureAwait(false)).FirstOrDefault(score => !(score.LogProbability <= Tolerance)) is { } strange
                ? FormattableString.Invariant($"a continuation has the log-probability {strange.LogProbability}. Give the natural logarithm of a probability; negative infinity for the impossible.") : null)),
        new("CONF-M19", "Continuations that exclude each other have at most the probability 1 together", (trial, token) => trial.UseAsync(LanguageModelCapabilities.Score, async model =>
        {
            var scores = await model.ScoreAsync(trial.Scores(), token).ConfigureAwait(false);
            if (scores.Any(score => !(score.LogProbability <= Tolerance))) throw new NotApplicableException("there are log-probabilities above 0.");
            var sums = scores.Chunk(trial.Options.Continuations.Count).Select(chunk => Math.Exp(LogSpace.Sum([.. chunk.Select(score => score.LogProbability)])));
            return sums.FirstOrDefault(sum => sum > 1 + Tolerance) is > 0 and var sum ? FormattableString.Invariant($"{string.Join(", ", trial.Options.Continuations)} have the probability {sum:g4} together. Sum the tokens' logarithms over the whole continuation, and nothing but it.") : null;
        })),
        new("CONF-M20", "A continuation has tokens", (trial, token) => trial.UseAsync(LanguageModelCapabilities.Score, async model =>
            (await model.ScoreAsync(trial.Scores(), token).ConfigureAwait(false)).Any(score => score.TokenCount < 1) ? "a continuation is said to have no tokens. Means a token are divided by them." : null)),
        new("CONF-M21", "What comes next is ordered, and no more than the probability 1", (trial, token) => OnNextAsync(trial, next =>
            next.Tokens.Any(pair => !(pair.Value <= Tolerance)) ? "a token has a log-probability above 0, or none."
            : next.Tokens.Zip(next.Tokens.Skip(1)).Any(pair => pair.Second.Value > pair.First.Value) ? "a later token is more probable than an earlier one. Give the most probable first."
            : Math.Exp(LogSpace.Sum([.. next.Tokens.Select(pair => pair.Value)])) > 1 + Tolerance ? "the tokens have more than the probability 1 together." : null, token)),
        new("CONF-M22", "What comes next is as many tokens as were asked for at most, each once", (trial, token) => OnNextAsync(trial, next =>
            next.Tokens.Count > ModelTrial.NextTokens ? $"{ModelTrial.NextTokens} tokens were asked for, and {next.Tokens.Count} given."
            : next.Tokens.Count == 0 ? "no token is given. Something always comes next."
            : next.Tokens.Select(pair => pair.Key).Distinct(StringComparer.Ordinal).Count() < next.Tokens.Count ? "a token is given twice." : null, token)),
    ];

    private static Task<string?> OnNextAsync(ModelTrial trial, Func<NextTokenDistribution, string?> find, CancellationToken token) => trial.UseAsync(LanguageModelCapabilities.PredictNext, async model =>
        (await model.PredictNextAsync(trial.Nexts(), token).ConfigureAwait(false)).Select(find).FirstOrDefault(fault => fault is not null));
}

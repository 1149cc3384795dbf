using Tessera.Adapters.Models;
using Tessera.Adapters.Models.Scoring;

namespace Tessera.Adapters.Pretraining;

/// <summary>How surprised a model is by texts.</summary>
internal static class Perplexity
{
    /// <summary>Gets exp of the mean negative log-probability of the texts' tokens, the ends included, each text by itself.</summary>
    /// <param name="folder">The model.</param>
    /// <param name="texts">The texts; what is longer than the model's context is cut off.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    public static double Of(LanguageModelFolder folder, IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        var continuations = texts.Select(text => PackedText.Encode(folder.Tokenizer, text)).Where(tokens => tokens.Count > 1)
            .Select(tokens => new Continuation([tokens[0]], [.. tokens.Skip(1).Take(folder.Model.ContextLength)])).ToList();
        var scores = new ContinuationScorer(folder.Model).Score(continuations, cancellationToken: cancellationToken);
        return Math.Exp(-scores.Sum(score => score.Sum(value => (double)value)) / scores.Sum(score => score.Length));
    }
}

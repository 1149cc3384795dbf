using Tessera.Adapters.Models;
using Tessera.Adapters.Models.Scoring;

namespace Tessera.Adapters.Pretraining;

/// <summary>How surprised a model is by texts.</summary>
internal static class Perplexity
{
    /// <summary>Gets exp of the mean negative log-probability of the tokens that are learned of texts, the ends included, each text by itself.</summary>
    /// <param name="folder">The model.</param>
    /// <param name="texts">The texts; what is longer than the model's context is cut off.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    public static double Of(LanguageModelFolder folder, IReadOnlyList<Document> texts, CancellationToken cancellationToken)
    {
        var continuations = texts.Select(text => PackedText.Encode(folder.Tokenizer, text)).Where(text => text.Learned > 0 && text.Given <= folder.Model.ContextLength)
            .Select(text => new Continuation([.. text.Tokens.Take(text.Given)], [.. text.Tokens.Take(folder.Model.ContextLength + 1).Skip(text.Given)])).ToList();
        var scores = new ContinuationScorer(folder.Model).Score(continuations, cancellationToken: cancellationToken);
        return Math.Exp(-scores.Sum(score => score.Sum(value => (double)value)) / scores.Sum(score => score.Length));
    }
}

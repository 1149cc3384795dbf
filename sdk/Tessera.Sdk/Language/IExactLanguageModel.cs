namespace Tessera.Sdk.Language;

/// <summary>A language model all of whose probabilities are known, so that what others estimate can be compared with the truth.</summary>
public interface IExactLanguageModel : ILanguageModel
{
    /// <summary>Lists what the model may answer to a request.</summary>
    /// <param name="request">The request; its seed decides nothing.</param>
    /// <returns>
    /// Every text that <see cref="ILanguageModel.GenerateAsync"/> may answer, each once, with the logarithm of the probability that it is drawn with; together they have the
    /// probability 1. At temperature 1, with nothing cut, these are the log-probabilities of <see cref="ILanguageModel.ScoreAsync"/>. The impossible is left out.
    /// </returns>
    /// <exception cref="Diagnostics.TesseraException">The model does not answer this prompt.</exception>
    IReadOnlyList<PossibleText> Enumerate(GenerationRequest request);
}

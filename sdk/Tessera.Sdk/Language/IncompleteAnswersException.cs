namespace Tessera.Sdk.Language;

/// <summary>One request of a batch failed when others were answered already. Whoever keeps or counts answers keeps and counts these: they were paid for.</summary>
/// <typeparam name="TAnswer">The class of an answer.</typeparam>
public sealed class IncompleteAnswersException<TAnswer> : LanguageModelException where TAnswer : class
{
    /// <summary>Hands on the answers there are.</summary>
    /// <param name="answers">The answers in the order of the requests; null where there is none.</param>
    /// <param name="cause">Why there is not one for each. Its message is this one's, too.</param>
    public IncompleteAnswersException(IReadOnlyList<TAnswer?> answers, LanguageModelException cause)
        : base((cause ?? throw new ArgumentNullException(nameof(cause))).Message, cause) =>
        (Answers, Cause, IsTransient) = (answers, cause, cause.IsTransient);

    /// <summary>The answers in the order of the requests; null where there is none.</summary>
    public IReadOnlyList<TAnswer?> Answers { get; }

    /// <summary>Why there is not one for each.</summary>
    public LanguageModelException Cause { get; }
}

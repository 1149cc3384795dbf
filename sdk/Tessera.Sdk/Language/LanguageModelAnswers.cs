using Tessera.Sdk.Diagnostics;

namespace Tessera.Sdk.Language;

/// <summary>Checks what language models answer, which may be anybody's code.</summary>
public static class LanguageModelAnswers
{
    /// <summary>Refuses a batch of answers that are not one a request: they would be taken for answers to other requests.</summary>
    /// <typeparam name="TAnswer">The class of an answer.</typeparam>
    /// <param name="answers">What the model answered.</param>
    /// <param name="requests">How many requests it was asked.</param>
    /// <param name="model">The model's identity.</param>
    /// <returns>The answers.</returns>
    /// <exception cref="TesseraException">TESS6304: there are fewer or more answers than requests, or one is null.</exception>
    public static IReadOnlyList<TAnswer> RequireOneEach<TAnswer>(this IReadOnlyList<TAnswer> answers, int requests, string model) where TAnswer : class
    {
        var given = answers?.Count(answer => answer is not null) ?? 0;
        if (answers is not null && given == requests && answers.Count == requests) return answers;
        throw new TesseraException(Diagnostic.Error(
            "TESS6304", $"The language model '{model}' was asked {requests} requests and gave {given} answers.",
            remedy: "Mend the model: it gives one answer a request, in the order of the requests."));
    }
}

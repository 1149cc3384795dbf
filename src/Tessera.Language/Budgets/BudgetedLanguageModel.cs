using System.Text;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Language;

namespace Tessera.Language.Budgets;

/// <summary>A language model that refuses what would exceed a budget, before it is asked.</summary>
/// <remarks>
/// The number of tokens is not known before a request, so its bound is reserved: the UTF-8 bytes of what is read (no tokenizer makes more
/// tokens than bytes, but for a few marks) and the most that may be written. The bound is replaced by the true cost afterwards.
/// A batch whose bound does not fit at once is asked in as many parts as fit; one whose number of requests does not fit is refused whole.
/// </remarks>
/// <param name="inner">The model.</param>
/// <param name="budget">The budget; requests that fail stay counted as calls.</param>
/// <exception cref="TesseraException">The budget bounds the cost, and the model names no prices.</exception>
public sealed class BudgetedLanguageModel(ILanguageModel inner, LanguageBudget budget) : ILanguageModel
{
    private const int MarkTokens = 16;

    private readonly TokenPrices _prices = PricesOf(inner, budget);

    /// <inheritdoc/>
    public string Identity => inner.Identity;

    /// <inheritdoc/>
    public LanguageModelCapabilities Capabilities => inner.Capabilities;

    /// <inheritdoc/>
    public int? ContextLimit => inner.ContextLimit;

    /// <inheritdoc/>
    public TokenPrices? Prices => inner.Prices;

    /// <inheritdoc/>
    public IExactLanguageModel? Exact => inner.Exact;

    /// <inheritdoc/>
    /// <exception cref="BudgetExhaustedException">The requests could exceed the budget.</exception>
    public Task<IReadOnlyList<Generation>> GenerateAsync(IReadOnlyList<GenerationRequest> requests, CancellationToken cancellationToken) => AskAsync(
        requests, request => Most(Bound(request.Prompt), request.Sampling.MaxTokens), inner.GenerateAsync, answer => answer.Usage, cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="BudgetExhaustedException">The requests could exceed the budget.</exception>
    public Task<IReadOnlyList<ContinuationScore>> ScoreAsync(IReadOnlyList<ScoreRequest> requests, CancellationToken cancellationToken) => AskAsync(
        requests, request => Most(Bound(request.Context) + Bound(request.Continuation), 0), inner.ScoreAsync, answer => answer.Usage, cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="BudgetExhaustedException">The requests could exceed the budget.</exception>
    public Task<IReadOnlyList<NextTokenDistribution>> PredictNextAsync(IReadOnlyList<NextTokenRequest> requests, CancellationToken cancellationToken) => AskAsync(
        requests, request => Most(Bound(request.Context), 1), inner.PredictNextAsync, answer => answer.Usage, cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="BudgetExhaustedException">The request could exceed the budget.</exception>
    public async Task<ChatReply> ChatAsync(ChatRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var replies = await AskAsync<ChatRequest, ChatReply>(
            [request],
            asked => Most(asked.Messages.Sum(message => Bound(message.Text)) + asked.Tools.Sum(tool => Bound(tool.Description) + Bound(tool.Arguments.ToJsonString())), asked.Sampling.MaxTokens),
            async (_, token) => [await inner.ChatAsync(request, token).ConfigureAwait(false)],
            reply => reply.Usage,
            cancellationToken).ConfigureAwait(false);
        return replies[0];
    }

    /// <exception cref="TesseraException">TESS6304: the model did not give one answer a request.</exception>
    private async Task<IReadOnlyList<TAnswer>> AskAsync<TRequest, TAnswer>(
        IReadOnlyList<TRequest> requests,
        Func<TRequest, RequestBound> most,
        Func<IReadOnlyList<TRequest>, CancellationToken, Task<IReadOnlyList<TAnswer>>> ask,
        Func<TAnswer, Usage> usageOf,
        CancellationToken cancellationToken) where TAnswer : class
    {
        var bounds = requests.Select(most).ToList();
        var answers = new List<TAnswer>(requests.Count);
        while (answers.Count < requests.Count)
        {
            var reservation = budget.Reserve(bounds[answers.Count..], requests.Count - answers.Count);
            var usage = default(Usage);
            try
            {
                var part = await ask([.. requests.Skip(answers.Count).Take(reservation.Requests)], cancellationToken).ConfigureAwait(false);
                // What was used is used, whether the answers are right or not.
                foreach (var answer in part ?? []) usage += answer is null ? default : usageOf(answer);
                answers.AddRange(part!.RequireOneEach(reservation.Requests, Identity));
            }
            catch (IncompleteAnswersException<TAnswer> failure)
            {
                foreach (var answer in failure.Answers) usage += answer is null ? default : usageOf(answer);
                var missing = requests.Count - answers.Count - failure.Answers.Count;
                throw new IncompleteAnswersException<TAnswer>([.. answers, .. failure.Answers, .. Enumerable.Repeat<TAnswer?>(null, Math.Max(0, missing))], failure.Cause);
            }
            finally
            {
                budget.Settle(reservation, usage);
            }
        }

        return answers;
    }

    private RequestBound Most(long read, long written) => new(read + written, _prices.Of(read, written));

    private static TokenPrices PricesOf(ILanguageModel model, LanguageBudget budget) => model.Prices is null && budget.BoundsCost
        ? throw new TesseraException(Diagnostic.Error(
            "TESS6401", $"The language model '{model.Identity}' names no prices, so what it costs cannot be kept within a budget.", remedy: "Give its options inputPrice and outputPrice, or bound tokens in place of cost."))
        : model.Prices ?? default;

    private static long Bound(string text) => Encoding.UTF8.GetByteCount(text) + MarkTokens;
}

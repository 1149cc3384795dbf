using System.Text;
using Tessera.Sdk.Language;
using Tessera.Sdk.Randomness;

namespace Tessera.Sdk.Testing.Tests.Models;

/// <summary>A language model of six letters, whose probabilities a hash of what stands before decides. As it stands it keeps the contract; each hook lets it break one point of it.</summary>
internal class LetterModel : IExactLanguageModel, IDisposable
{
    private const string Letters = "abcdef";
    private const double End = 0.02;
    private const int Memory = 8;

    public string Identity { get; init; } = "letters";

    public LanguageModelCapabilities Capabilities { get; init; } =
        LanguageModelCapabilities.Generate | LanguageModelCapabilities.Score | LanguageModelCapabilities.PredictNext | LanguageModelCapabilities.Chat | LanguageModelCapabilities.Seeded;

    /// <summary>What it really can do, where it is not what it says.</summary>
    public LanguageModelCapabilities? Abilities { get; init; }

    public Func<CancellationToken, Task> Before { get; init; } = _ => Task.CompletedTask;

    /// <summary>The generator of a request among others.</summary>
    public Func<IReadOnlyList<GenerationRequest>, Func<GenerationRequest, Random>> Chance { get; init; } = _ => request => request.Seed.CreateRandom();

    /// <summary>Whether the most probable letter is taken.</summary>
    public Func<GenerationRequest, bool> IsGreedy { get; init; } = request => request.Sampling.Temperature == 0;

    public bool HeedsTopP { get; init; } = true;

    /// <summary>Whether every answer is one letter: then there are so few that they can be listed.</summary>
    public bool IsBrief { get; init; }

    public Func<IReadOnlyList<PossibleText>, IReadOnlyList<PossibleText>> Listed { get; init; } = texts => texts;

    public IExactLanguageModel? Exact => IsBrief ? this : null;

    /// <summary>A text that a stop text ends there.</summary>
    public Func<string, string, int, string> Stop { get; init; } = (text, _, at) => text[..at];

    public Func<IReadOnlyList<Generation>, IReadOnlyList<Generation>> Generated { get; init; } = answers => answers;

    public Func<IReadOnlyList<ContinuationScore>, IReadOnlyList<ContinuationScore>> Scored { get; init; } = scores => scores;

    public Func<IReadOnlyList<KeyValuePair<string, double>>, IReadOnlyList<KeyValuePair<string, double>>> Predicted { get; init; } = tokens => tokens;

    public Func<ChatReply, ChatReply> Replied { get; init; } = reply => reply;

    public bool HearsCancellation { get; init; } = true;

    public Action? OnDispose { get; init; }

    public async Task<IReadOnlyList<Generation>> GenerateAsync(IReadOnlyList<GenerationRequest> requests, CancellationToken cancellationToken)
    {
        await BeginAsync(LanguageModelCapabilities.Generate, cancellationToken);
        var chance = Chance(requests);
        return Generated([.. requests.Select(request => Generate(request, chance(request)))]);
    }

    public async Task<IReadOnlyList<ContinuationScore>> ScoreAsync(IReadOnlyList<ScoreRequest> requests, CancellationToken cancellationToken)
    {
        await BeginAsync(LanguageModelCapabilities.Score, HearsCancellation ? cancellationToken : CancellationToken.None);
        return Scored([.. requests.Select(request => new ContinuationScore(
            IsBrief ? ScoreBrief(request) : request.Continuation.Select((letter, at) => Math.Log(Distribution(string.Concat(request.Context.TakeLast(Memory)) + request.Continuation[Math.Max(0, at - Memory)..at]).GetValueOrDefault(letter) * (1 - End))).Sum(), Math.Max(1, request.Continuation.Length), new Usage(request.Context.Length, 0)))]);
    }

    public async Task<IReadOnlyList<NextTokenDistribution>> PredictNextAsync(IReadOnlyList<NextTokenRequest> requests, CancellationToken cancellationToken)
    {
        await BeginAsync(LanguageModelCapabilities.PredictNext, cancellationToken);
        return [.. requests.Select(request =>
        {
            var distribution = Distribution(request.Context);
            var ordered = Letters.OrderByDescending(letter => distribution[letter]).Select(letter => KeyValuePair.Create(letter.ToString(), Math.Log(distribution[letter] * (1 - End)))).ToList();
            var given = Predicted(ordered);
            return new NextTokenDistribution(ReferenceEquals(given, ordered) ? [.. ordered.Take(request.Count)] : given, new Usage(request.Context.Length, 1));
        })];
    }

    public async Task<ChatReply> ChatAsync(ChatRequest request, CancellationToken cancellationToken)
    {
        await BeginAsync(LanguageModelCapabilities.Chat, cancellationToken);
        return Replied(new ChatReply(new ChatMessage(ChatRole.Assistant, "abc"), new Usage(request.Messages.Sum(message => message.Text.Length), 3)));
    }

    public IReadOnlyList<PossibleText> Enumerate(GenerationRequest request) =>
        Listed([.. Distribution(request.Prompt).Select(pair => new PossibleText(pair.Key.ToString(), Math.Log(pair.Value)))]);

    public void Dispose() => OnDispose?.Invoke();

    private async Task BeginAsync(LanguageModelCapabilities needed, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!(Abilities ?? Capabilities).HasFlag(needed)) throw new CapabilityMissingException(Identity, needed);
        await Before(cancellationToken);
    }

    private Generation Generate(GenerationRequest request, Random random)
    {
        var text = new StringBuilder();
        var ended = false;
        while (!ended && text.Length < request.Sampling.MaxTokens)
        {
            var distribution = Distribution(request.Prompt + text);
            var narrow = IsGreedy(request) || (HeedsTopP && request.Sampling.TopP < 0.01);
            text.Append(narrow ? distribution.MaxBy(pair => pair.Value).Key : Draw(distribution, random));
            ended = IsBrief || (!narrow && random.NextDouble() < End);
        }

        var whole = text.ToString();
        foreach (var stop in request.Sampling.Stop)
        {
            if (whole.IndexOf(stop, StringComparison.Ordinal) is >= 0 and var at) return new Generation(Stop(whole, stop, at), new Usage(request.Prompt.Length, at));
        }

        return new Generation(whole, new Usage(request.Prompt.Length, whole.Length), Truncated: !ended);
    }

    private static double ScoreBrief(ScoreRequest request) =>
        request.Continuation.Length == 1 ? Math.Log(Distribution(request.Context).GetValueOrDefault(request.Continuation[0])) : double.NegativeInfinity;

    private static Dictionary<char, double> Distribution(string context)
    {
        var random = new Seed(3).Derive(string.Join(' ', context.TakeLast(Memory).Select(letter => (int)letter))).CreateRandom();
        var weights = Letters.ToDictionary(letter => letter, _ => 0.1 + random.NextDouble());
        var total = weights.Values.Sum();
        return weights.ToDictionary(pair => pair.Key, pair => pair.Value / total);
    }

    private static char Draw(Dictionary<char, double> distribution, Random random)
    {
        var rest = random.NextDouble();
        foreach (var (letter, probability) in distribution)
        {
            rest -= probability;
            if (rest < 0) return letter;
        }

        return Letters[^1];
    }
}

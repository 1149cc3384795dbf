using System.Globalization;
using System.Runtime.InteropServices;
using Tessera.Sdk.Language;
using Tessera.Sdk.Randomness;

namespace Tessera.Sdk.Testing.Tests.Models;

/// <summary>For each check, language models that break just what it asks for.</summary>
internal static class FaultyModels
{
    private static readonly LanguageModelCapabilities _all = new LetterModel().Capabilities;

    private static int _calls;
    private static int _busy;

    public static IReadOnlyList<(string Id, Func<ILanguageModel> Create)> All { get; } =
    [
        ("CONF-M01", () => new LetterModel { Identity = " " }),
        ("CONF-M01", () => new LetterModel { Identity = $"letters of {Guid.NewGuid()}" }),
        ("CONF-M02", () => new LetterModel { Capabilities = LanguageModelCapabilities.None }),
        ("CONF-M03", () => new LetterModel { Abilities = _all & ~LanguageModelCapabilities.Chat }),
        ("CONF-M04", () => new LetterModel { Capabilities = _all & ~LanguageModelCapabilities.Score, Abilities = _all }),
        ("CONF-M05", () => new LetterModel { Generated = answers => answers.Count > 1 ? [.. answers.SkipLast(1)] : answers }),
        ("CONF-M06", () => new LetterModel { Scored = scores => scores.Count == 0 ? throw new InvalidOperationException("Sequence contains no elements") : scores }),
        ("CONF-M07", () => new LetterModel { Scored = scores => [.. scores.Reverse()] }),
        ("CONF-M08", () => new LetterModel { Scored = scores => Changed(scores, score => score with { LogProbability = score.LogProbability - 1e-6 * Interlocked.Increment(ref _calls) }) }),
        ("CONF-M09", () => new LetterModel { Scored = scores => Changed(scores, score => score with { LogProbability = -double.Parse(2.5.ToString(CultureInfo.CurrentCulture), CultureInfo.InvariantCulture) }) }),
        ("CONF-M10", Jealous),
        ("CONF-M11", OneAtATime),
        ("CONF-M12", () => new LetterModel { Before = _ => { Environment.SetEnvironmentVariable("TESSERA_CONFORMANCE", Guid.NewGuid().ToString()); return Task.CompletedTask; } }),
        ("CONF-M13", () => new LetterModel { Chance = _ => _ => new Seed((ulong)Interlocked.Increment(ref _calls)).CreateRandom() }),
        ("CONF-M14", () => new LetterModel { Chance = _ => _ => new Seed(1).CreateRandom() }),
        ("CONF-M15", () => new LetterModel { Chance = SharedByAll }),
        ("CONF-M16", () => new LetterModel { IsGreedy = request => request.Sampling.Temperature == 0 && request.Seed.Value % 2 == 0 }),
        ("CONF-M17", () => new LetterModel { HeedsTopP = false }),
        ("CONF-M18", () => new LetterModel { Scored = scores => Changed(scores, score => score with { LogProbability = -score.LogProbability }) }),
        ("CONF-M18", () => new LetterModel { Scored = scores => Changed(scores, score => score with { LogProbability = double.NaN }) }),
        ("CONF-M19", () => new LetterModel { Scored = scores => Changed(scores, score => score with { LogProbability = score.LogProbability / 10 }) }),
        ("CONF-M20", () => new LetterModel { Scored = scores => Changed(scores, score => score with { TokenCount = 0 }) }),
        ("CONF-M21", () => new LetterModel { Predicted = tokens => [.. tokens.Take(3).Reverse()] }),
        ("CONF-M22", () => new LetterModel { Predicted = tokens => [.. tokens] }),
        ("CONF-M23", () => new LetterModel { Generated = answers => Changed(answers, answer => answer with { Usage = new Usage(1, 99) }) }),
        ("CONF-M24", () => new LetterModel { Generated = answers => Changed(answers, answer => answer with { Truncated = false }) }),
        ("CONF-M25", () => new LetterModel { Stop = (text, stop, at) => text[..(at + stop.Length)] }),
        ("CONF-M26", () => new LetterModel { Replied = reply => reply with { Usage = new Usage(-1, 0) } }),
        ("CONF-M27", () => new LetterModel { Replied = reply => reply with { Message = reply.Message with { Role = ChatRole.User } } }),
        ("CONF-M28", () => new LetterModel { Scored = scores => scores.Any(score => double.IsNegativeInfinity(score.LogProbability)) ? throw new ArgumentException("no such token") : scores }),
        ("CONF-M29", () => new LetterModel { HearsCancellation = false }),
        ("CONF-M30", OnceDisposable),
        ("CONF-M31", () => new HeldModel()),
        ("CONF-M32", () => new LetterModel { IsBrief = true, Listed = texts => [.. texts.Skip(1)] }),
        ("CONF-M32", () => new LetterModel { IsBrief = true, Listed = texts => [.. texts, texts[0] with { LogProbability = double.NegativeInfinity }] }),
        ("CONF-M32", () => new LetterModel { IsBrief = true, Listed = texts => [.. texts.Select((text, at) => text with { LogProbability = texts[^(at + 1)].LogProbability })] }),
    ];

    private static IReadOnlyList<TAnswer> Changed<TAnswer>(IReadOnlyList<TAnswer> answers, Func<TAnswer, TAnswer> change) => [.. answers.Select(change)];

    private static Func<GenerationRequest, Random> SharedByAll(IReadOnlyList<GenerationRequest> requests)
    {
        var random = requests.Count == 0 ? new Seed(0).CreateRandom() : requests[0].Seed.CreateRandom();
        return _ => random;
    }

    // Calls of one model are welcome side by side, another model's are not.
    private static LetterModel Jealous()
    {
        var own = 0;
        return new LetterModel
        {
            Before = token => RefuseOthersAsync(
                () => Interlocked.Increment(ref own) > 1 ? 1 : Interlocked.Increment(ref _busy),
                () =>
                {
                    if (Interlocked.Decrement(ref own) == 0) Interlocked.Decrement(ref _busy);
                },
                token),
        };
    }

    private static async Task RefuseOthersAsync(Func<int> enter, Action leave, CancellationToken token)
    {
        try
        {
            if (enter() > 1) throw new InvalidOperationException("Busy.");
            await Task.Delay(20, token);
        }
        finally
        {
            leave();
        }
    }

    private static LetterModel OneAtATime()
    {
        var busy = 0;
        return new LetterModel { Before = token => RefuseOthersAsync(() => Interlocked.Increment(ref busy), () => Interlocked.Decrement(ref busy), token) };
    }

    private sealed class HeldModel : LetterModel
    {
        private readonly GCHandle _holder;

        public HeldModel() => _holder = GCHandle.Alloc(this);
    }

    private static LetterModel OnceDisposable()
    {
        var disposed = 0;
        return new LetterModel { OnDispose = () => ObjectDisposedException.ThrowIf(disposed++ > 0, typeof(LetterModel)) };
    }
}

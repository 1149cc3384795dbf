using Tessera.Sdk.Prompts;
using Tessera.Sdk.Testing.Repetition;

namespace Tessera.Sdk.Testing.Losses;

/// <summary>What the checks of a loss share: fresh losses, and pairs of answers and wanted answers.</summary>
internal sealed class LossTrial(Func<ILoss> create, LossConformanceOptions options)
{
    private const int Shown = 60;

    /// <summary>Texts that models write, if seldom.</summary>
    public static IReadOnlyList<string> Odd { get; } =
    [
        "", " ", "\n\r\n\t", "\0", "\ud800", "\udc00x", "🙂", "日本語", "e\u0301", "\u202eabc\u202c", "\u200b", "\u0663", "½", "NaN", "-Infinity", "1e999", "-0",
        "(", "[a-", "\\", "%s {0}", "<b>", "'; --", "...", new('9', 400),
    ];

    public LossConformanceOptions Options => options;

    public ILoss Create() => create();

    /// <summary>Answers that were given, and the same in capitals, in which cultures differ.</summary>
    public IEnumerable<(string Output, string Target)> Given() =>
        options.Right.Concat(options.Wrong).SelectMany(pair => new[] { pair, (pair.Output.ToUpperInvariant(), pair.Target) });

    /// <summary>Odd answers where something sensible was wanted.</summary>
    public IEnumerable<(string Output, string Target)> OddAnswers() =>
        options.Right.Concat(options.Wrong).Select(pair => pair.Target).Distinct().SelectMany(_ => Odd, (target, output) => (output, target));

    /// <summary>Uses a new loss, and ends it.</summary>
    public async Task<TResult> UseAsync<TResult>(Func<ILoss, TResult> use)
    {
        var loss = create();
        try
        {
            return use(loss);
        }
        finally
        {
            await Disposal.DisposeAsync(loss).ConfigureAwait(false);
        }
    }

    /// <summary>What a loss says of all answers that were given.</summary>
    public string Judge(ILoss loss) => ComparableText.Of(Given().Select(pair => loss.Evaluate(pair.Output, pair.Target)));

    /// <summary>Names a pair, in a failure.</summary>
    public static string Name((string Output, string Target) pair) => $"'{Cut(pair.Output)}', where '{Cut(pair.Target)}' was wanted,";

    private static string Cut(string text) => text.Length <= Shown ? text : text[..Shown] + "…";
}

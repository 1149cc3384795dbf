using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Prompts;

namespace Tessera.Sdk.Testing.Losses;

/// <summary>Answers and wanted answers that nobody expects.</summary>
internal static class EdgeChecks
{
    private const int Long = 200_000;

    private static readonly string[] _units = ["a", " ", "-", "1,", "1.", "(", "word ", "🙂", "a\n"];

    public static IReadOnlyList<ConformanceCheck<LossTrial>> All { get; } =
    [
        new("CONF-L08", "Any answer is judged", (trial, _) => trial.UseAsync(loss => trial.OddAnswers().Select(pair => FindThrown(loss, pair) is { } thrown
            ? $"{LossTrial.Name(pair)} was answered with {thrown.GetType().Name}: {thrown.Message}. Whatever a model writes has a loss: 1 where nothing can be made of it." : null).FirstOrDefault(fault => fault is not null))),
        new("CONF-L09", "A wanted answer that cannot be judged by is refused in words", (trial, _) => trial.UseAsync(loss => LossTrial.Odd.Select(text => FindRefusalFault(loss, (text, text))).FirstOrDefault(fault => fault is not null))),
        new("CONF-L10", "Long answers are judged soon", (trial, token) => trial.UseAsync(loss =>
        {
            foreach (var unit in _units)
            {
                token.ThrowIfCancellationRequested();
                loss.Evaluate(string.Concat(Enumerable.Repeat(unit, Long / unit.Length)), trial.Options.Right[0].Target);
            }

            return (string?)null;
        })),
    ];

    /// <summary>What a loss throws at an answer; null for nothing.</summary>
    public static Exception? FindThrown(ILoss loss, (string Output, string Target) pair)
    {
        try
        {
            loss.Evaluate(pair.Output, pair.Target);
            return null;
        }
#pragma warning disable CA1031 // Which exception it is decides the caller.
        catch (Exception thrown)
#pragma warning restore CA1031
        {
            return thrown;
        }
    }

    private static string? FindRefusalFault(ILoss loss, (string Output, string Target) pair) => FindThrown(loss, pair) switch
    {
        null => null,
        TesseraException refusal => refusal.Diagnostics.All(problem => problem.Remedy is null) ? $"'{refusal.Diagnostics[0]}' says what is wrong, and not what to do. Give it a remedy." : null,
        var thrown => $"{LossTrial.Name(pair)} was answered with {thrown.GetType().Name}: {thrown.Message}. Judge by it, or throw a TesseraException that says which targets will do.",
    };
}

namespace Tessera.Sdk.Testing.Losses;

/// <summary>What is right, and what is wrong.</summary>
internal static class JudgementChecks
{
    public static IReadOnlyList<ConformanceCheck<LossTrial>> All { get; } =
    [
        new("CONF-L03", "Right answers have the loss 0, exactly", (trial, _) => FindAsync(trial, trial.Options.Right, loss => loss == 0, "0: it is right")),
        new("CONF-L04", "The wanted answer itself is right", (trial, _) => FindAsync(
            trial, trial.Options.Right.Concat(trial.Options.Wrong).Select(pair => (pair.Target, pair.Target)).Distinct(), loss => loss == 0, "0: it is the very answer")),
        new("CONF-L05", "Wrong answers have a loss above 0", (trial, _) => FindAsync(trial, trial.Options.Wrong, loss => loss != 0, "more than 0: it is wrong")),
        new("CONF-L06", "A loss is from 0 to 1", (trial, _) => FindAsync(trial, trial.Given(), loss => loss is >= 0 and <= 1, "from 0 to 1")),
        new("CONF-L07", "A loss of an odd answer is from 0 to 1, and a number", (trial, _) => FindAsync(
            trial, trial.OddAnswers(), loss => loss is >= 0 and <= 1, "from 0 to 1. Look at divisions by the length of an empty text, and at numbers that are read from it", skipsRefused: true)),
    ];

    private static Task<string?> FindAsync(LossTrial trial, IEnumerable<(string Output, string Target)> pairs, Func<double, bool> isFine, string wanted, bool skipsRefused = false) => trial.UseAsync(loss =>
    {
        foreach (var pair in pairs)
        {
            if (skipsRefused && EdgeChecks.FindThrown(loss, pair) is not null) continue;
            var value = loss.Evaluate(pair.Output, pair.Target);
            if (!isFine(value)) return FormattableString.Invariant($"{LossTrial.Name(pair)} has the loss {value:R}; it has to be {wanted}.");
        }

        return (string?)null;
    });
}

using System.Globalization;
using System.Runtime.InteropServices;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Prompts;

namespace Tessera.Sdk.Testing.Tests.Losses;

/// <summary>Losses that break one point of the contract each, with the id of the check that has to find it.</summary>
internal static class FaultyLosses
{
    private static int _judged;
    private static int _made;

    public static IReadOnlyList<(string Id, Func<ILoss> Create)> All { get; } =
    [
        ("CONF-L01", () => new Misnamed()),
        ("CONF-L02", () => new Undescribed()),
        ("CONF-L03", () => new WordsLoss { After = (output, _, loss) => output == "MILK" ? 0.001 : loss }),
        ("CONF-L04", () => new WordsLoss { After = (output, target, loss) => output == target ? 0.5 : loss }),
        ("CONF-L05", () => new WordsLoss { After = (output, _, loss) => output == "negative" ? 0 : loss }),
        ("CONF-L06", () => new WordsLoss { After = (output, _, loss) => output == "negative" ? -1 : loss }),
        ("CONF-L07", () => new WordsLoss { After = (output, _, loss) => output.Length == 0 ? double.NaN : loss }),
        ("CONF-L08", () => new WordsLoss { After = (output, target, loss) => output.Contains('\0', StringComparison.Ordinal) && output != target ? throw new FormatException("What is this?") : loss }),
        ("CONF-L09", () => new WordsLoss { After = (_, target, loss) => string.IsNullOrWhiteSpace(target) ? throw new DivideByZeroException() : loss }),
        ("CONF-L09", () => new WordsLoss { After = (_, target, loss) => string.IsNullOrWhiteSpace(target) ? throw new TesseraException(Diagnostic.Error("TESS0000", "There are no words.")) : loss }),
        ("CONF-L10", () => new WordsLoss { After = (output, _, loss) => output.Length > 100_000 ? throw new TimeoutException("That was too much.") : loss }),
        ("CONF-L11", () => new WordsLoss { After = (output, _, loss) => output == "negative" ? 1.0 / (1 + Interlocked.Increment(ref _judged)) : loss }),
        ("CONF-L12", Remembering),
        ("CONF-L13", () => new WordsLoss { After = (_, _, loss) => (-1).ToString(CultureInfo.CurrentCulture) == "-1" ? loss : 1 }),
        ("CONF-L14", () => new WordsLoss { Normalise = text => text.ToLower(CultureInfo.CurrentCulture) }),
        ("CONF-L15", OneAtATime),
        ("CONF-L16", OnlyOne),
        ("CONF-L17", () => new WordsLoss { After = (_, _, loss) => { Environment.SetEnvironmentVariable("TESSERA_CONFORMANCE", Guid.NewGuid().ToString()); return loss; } }),
        ("CONF-L18", () => new WordsLoss { OnSecondDisposal = () => throw new ObjectDisposedException("words") }),
        ("CONF-L19", () => new Held()),
    ];

    private static WordsLoss Remembering()
    {
        var seen = new HashSet<string>();
        return new WordsLoss { After = (output, _, loss) => seen.Add(output) || output != "NEGATIVE" ? loss : 0.5 };
    }

    private static WordsLoss OneAtATime()
    {
        var busy = 0;
        return new WordsLoss { After = (_, _, loss) => Alone(ref busy, loss) };
    }

    // Only while several losses are there, of which each may judge one answer at a time.
    private static WordsLoss OnlyOne()
    {
        var mine = Interlocked.Increment(ref _made);
        return new WordsLoss
        {
            After = (_, _, loss) =>
            {
                Thread.Sleep(5);
                return _made == mine ? loss : throw new InvalidOperationException("Another loss has been made.");
            },
        };
    }

    private static double Alone(ref int busy, double loss)
    {
        try
        {
            if (Interlocked.Increment(ref busy) > 1) throw new InvalidOperationException("Busy.");
            Thread.Sleep(1);
            return loss;
        }
        finally
        {
            Interlocked.Decrement(ref busy);
        }
    }

    [Loss("My Words", Description = "How many of the wanted words are missing.")]
    private sealed class Misnamed : WordsLoss;

    [Loss("words", Description = "Words.")]
    private sealed class Undescribed : WordsLoss;

    [Loss("words", Description = "How many of the wanted words are missing.")]
    private sealed class Held : WordsLoss
    {
        private readonly GCHandle _holder;

        public Held() => _holder = GCHandle.Alloc(this);
    }
}

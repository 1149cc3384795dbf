using System.Globalization;
using System.Text.Json.Nodes;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Findings;
using Tessera.Sdk.Steps;

namespace Tessera.Sdk.Testing.Tests.Steps;

/// <summary>A step that squares random numbers, each into a file of its own, and goes on where it was interrupted. As it stands it keeps the contract; each hook lets it break one point of it.</summary>
[Step("square", Description = "Squares random numbers, each into a file of its own.", Options = typeof(SquareOptions), Deterministic = true)]
internal class SquareStep(SquareOptions options) : IPipelineStep<Squares>, IResumableStep, IDisposable
{
    public SquareStep() : this(new SquareOptions())
    {
    }

    public Action<IStepContext>? Before { get; init; }

    /// <summary>What refuses a number of squares that makes no sense.</summary>
    public Func<Diagnostic, Exception> Refuse { get; init; } = problem => new TesseraException(problem);

    /// <summary>Whether a file of an earlier attempt was written whole.</summary>
    public Func<string, bool> IsWhole { get; init; } = text => text.EndsWith('\n');

    /// <summary>Whether what an earlier attempt did counts.</summary>
    public bool CountsEarlier { get; init; } = true;

    public Func<double, string, (double? Fraction, string Message)> Progress { get; init; } = (fraction, message) => (fraction, message);

    public Func<double, double> Metric { get; init; } = value => value;

    public Func<JsonNode?[], JsonNode?[]> Row { get; init; } = row => row;

    public JsonNode? Entry { get; init; }

    public Func<Squares, Squares> After { get; init; } = squares => squares;

    public Action<IStepContext>? Later { get; init; }

    public bool HearsCancellation { get; init; } = true;

    public Action? OnDispose { get; init; }

    public async Task<Squares> RunAsync(IStepContext context, CancellationToken cancellationToken)
    {
        Before?.Invoke(context);
        if (options.Count < 1) throw Refuse(Diagnostic.Error("TESS0000", $"{options.Count} numbers cannot be squared.", remedy: "Set count to 1 or more."));
        var (sum, rows) = (0.0, new List<IReadOnlyList<JsonNode?>>());
        for (var index = 0; index < options.Count; index++)
        {
            if (HearsCancellation) cancellationToken.ThrowIfCancellationRequested();
            var (square, isEarlier) = await SquareAsync(context, index);
            if (CountsEarlier || !isEarlier) sum += square;
            rows.Add(Row([index, square]));
            var (fraction, message) = Progress((index + 1.0) / options.Count, $"squared {index}");
            context.ReportProgress(fraction, message);
        }

        context.RecordMetric("sum", Metric(sum));
        context.AddFinding(new Table { Title = "Squares", Columns = ["number", "square"], Rows = rows });
        context.Summarise("squares", Entry?.DeepClone() ?? new JsonObject { ["sum"] = sum });
        Later?.Invoke(context);
        return After(new Squares(context.Folder, options.Count, sum));
    }

    public void Dispose() => OnDispose?.Invoke();

    private async Task<(double Square, bool IsEarlier)> SquareAsync(IStepContext context, int index)
    {
        var file = Path.Combine(context.Folder, $"{index}.txt");
        if (File.Exists(file) && await File.ReadAllTextAsync(file) is var earlier && IsWhole(earlier)) return (double.Parse(earlier, CultureInfo.InvariantCulture), true);
        var number = context.Seed.Derive("number", index).CreateRandom().NextDouble();
        await File.WriteAllTextAsync(file + ".new", (number * number).ToString("R", CultureInfo.InvariantCulture) + "\n");
        File.Move(file + ".new", file, overwrite: true);
        return (number * number, false);
    }
}

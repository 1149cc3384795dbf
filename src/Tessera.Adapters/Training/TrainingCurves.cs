using System.Text.Json.Nodes;
using Tessera.Sdk.Findings;

namespace Tessera.Adapters.Training;

/// <summary>What people look at after training: curves and last losses.</summary>
/// <param name="names">The experts' names.</param>
/// <param name="losses">The losses of each expert, by step.</param>
internal sealed class TrainingCurves(IReadOnlyList<string> names, IReadOnlyList<IReadOnlyList<float>> losses)
{
    private const int MostPoints = 200;
    private const int MostLines = 8;
    private const double LastShare = 0.1;

    private int Steps => losses[0].Count;

    /// <summary>The mean loss of each expert over the last tenth of the steps, where single batches do not decide.</summary>
    public IReadOnlyList<double> Final { get; } = [.. losses.Select(own => own.TakeLast(Math.Max(1, (int)(own.Count * LastShare))).Average(loss => (double)loss))];

    /// <summary>The curves.</summary>
    public Series Series => new()
    {
        Title = "Training loss",
        Caption = Caption(),
        HorizontalAxis = "step",
        VerticalAxis = "loss (nats)",
        Lines = [.. names.Count > 1 ? [Mean()] : Array.Empty<SeriesLine>(), .. names.Count <= MostLines ? names.Select((name, expert) => new SeriesLine(name, [.. Bins().Select(bin => new SeriesPoint(Middle(bin), Of(expert, bin)))])) : []],
    };

    /// <summary>The losses with which experts began and ended.</summary>
    /// <param name="tasks">What each expert learned.</param>
    public Table Table(IReadOnlyList<string> tasks) => new()
    {
        Title = "Losses of experts",
        Caption = "The first is of the first step, before anything was learned; the last is the mean over the last tenth of the steps.",
        Columns = ["expert", "tasks", "first loss", "last loss"],
        Rows = [.. names.Select((name, expert) => (IReadOnlyList<JsonNode?>)[name, tasks[expert], Rounded(losses[expert][0]), Rounded(Final[expert])])],
    };

    private string Caption()
    {
        var spread = names.Count > 1 ? "The mean over experts, between the tenth and the ninetieth percentile of them." : "";
        var bins = Steps > MostPoints ? $" Each point is the mean of about {(Steps + MostPoints - 1) / MostPoints} steps." : "";
        return (spread + bins).Trim();
    }

    private SeriesLine Mean() => new($"mean of {names.Count} experts", [.. Bins().Select(bin =>
    {
        var sorted = names.Select((_, expert) => Of(expert, bin)).Order().ToList();
        return new SeriesPoint(Middle(bin), sorted.Average(), Quantile(sorted, 0.1), Quantile(sorted, 0.9));
    })]);

    // Bins of consecutive steps, as equal as can be, so that a point stands for all of its steps.
    private IEnumerable<(int First, int End)> Bins()
    {
        var count = Math.Min(Steps, MostPoints);
        return Enumerable.Range(0, count).Select(bin => ((int)((long)bin * Steps / count), (int)((bin + 1L) * Steps / count)));
    }

    private double Of(int expert, (int First, int End) bin) => losses[expert].Skip(bin.First).Take(bin.End - bin.First).Average(loss => (double)loss);

    // Steps are counted from 1, as people count.
    private static double Middle((int First, int End) bin) => (bin.First + bin.End + 1) / 2.0;

    private static double Quantile(List<double> sorted, double share)
    {
        var place = share * (sorted.Count - 1);
        var (below, above) = ((int)Math.Floor(place), (int)Math.Ceiling(place));
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }

    private static double Rounded(double value) => Math.Round(value, 4);
}

using System.Globalization;
using System.Text.Json.Nodes;
using Tessera.Sdk.Findings;
using Tessera.Sdk.Prompts;
using Tessera.Sdk.Steps;

namespace Tessera.Language.Optimization;

/// <summary>Shows people what a step's searches found.</summary>
internal sealed class OptimizationFindings(
    IStepContext context, string optimizer, PromptProgram before, OptimizedPrompt output, IReadOnlyList<PromptSearchRun> runs, PromptProgram after)
{
    // What is told of hidden texts is of another scale than scores.
    private static readonly string[] AboutHidden = ["effectiveSampleSize", "entropy", "hiddenTexts"];

    /// <summary>Reports.</summary>
    /// <param name="measuredOn">Which examples accuracy was measured on.</param>
    public void Report(string measuredOn)
    {
        RecordMetrics();
        context.Summarise("prompts", Summary(measuredOn));
        context.AddFinding(Comparison(measuredOn));
        foreach (var (layer, prompt) in after.Layers.Zip(before.Layers))
            context.AddFinding(new TextDifference { Title = before.Layers.Count == 1 ? "The prompt" : $"The prompt of '{layer.Name}'", Subject = layer.Name, Before = prompt.Prompt, After = layer.Prompt });
        if (runs.Any(run => run.Journal.Iterations.Count > 1)) ReportCurves();
        if (runs.All(run => run.Journal.Candidates.Count == 0)) return;
        foreach (var layer in Enumerable.Range(0, before.Layers.Count)) context.AddFinding(Descent(layer));
    }

    /// <summary>How far the best search's bound was from the truth at last; null where nothing is hidden or the model is not exact.</summary>
    private double? LastGap => before.Layers.Count > 1 && Best.Journal.Iterations is [.., { Value: var values }] && values.TryGetValue("gap", out var gap) ? gap : null;

    private PromptSearchRun Best => runs.MaxBy(run => run.Result.Score)!;

    private void ReportCurves()
    {
        context.AddFinding(Curves("Score by iteration", "score (larger is better)", name => name.EndsWith("Score", StringComparison.Ordinal) || name is "boundBefore" or "logLikelihood"));
        if (LastGap is not null) context.AddFinding(Curves("Gap by iteration", "nats from the bound up to the true log-likelihood", name => name == "gap"));
        if (before.Layers.Count > 1) context.AddFinding(Curves("Hidden texts by iteration", "mean over the batch's examples", AboutHidden.Contains));
        context.AddFinding(Costs());
    }

    private void RecordMetrics()
    {
        context.RecordMetric("calls", output.Calls);
        context.RecordMetric("tokens", output.InputTokens + output.OutputTokens);
        if (output.Cost is { } cost) context.RecordMetric("cost", (double)cost);
        foreach (var (name, value) in new[] { ("score", output.Score), ("initialScore", output.InitialScore), ("accuracyBefore", output.AccuracyBefore), ("accuracyAfter", output.AccuracyAfter), ("gap", LastGap) })
        {
            if (value is { } known) context.RecordMetric(name, known);
        }
    }

    private JsonObject Summary(string measuredOn) => new()
    {
        ["step"] = context.StepName,
        ["optimizer"] = optimizer,
        ["score"] = output.Score,
        ["initialScore"] = output.InitialScore,
        ["gap"] = LastGap,
        ["measuredOn"] = measuredOn,
        ["accuracyBefore"] = output.AccuracyBefore,
        ["accuracyAfter"] = output.AccuracyAfter,
        ["gain"] = output.GainLow is { } low ? new JsonArray(low, output.GainHigh) : null,
        ["calls"] = output.Calls,
        ["tokens"] = output.InputTokens + output.OutputTokens,
        ["cost"] = output.Cost,
        ["runs"] = new JsonArray([.. runs.Select(run => double.IsFinite(run.Result.Score) ? (JsonNode?)run.Result.Score : null)]),
    };

    private Table Comparison(string measuredOn) => new()
    {
        Title = "Before and after",
        Caption = string.Create(CultureInfo.InvariantCulture, $"{output.Calls} requests, {output.InputTokens} tokens read, {output.OutputTokens} written, {output.Iterations} iterations{(output.Cost is { } cost ? FormattableString.Invariant($", cost {cost:0.####}") : "")}. ")
            + $"Accuracy is that of the {measuredOn} examples"
            + (output.GainLow is { } low ? string.Create(CultureInfo.InvariantCulture, $"; its gain lies between {low:0.###} and {output.GainHigh:0.###} (95 % interval, paired bootstrap over them).") : ".")
            + (output.BudgetExhausted ? " The budget ended the search." : ""),
        Columns = ["", .. before.Layers.Count == 1 ? ["prompt"] : before.Layers.Select(layer => layer.Name), "score", "accuracy"],
        Rows =
        [
            ["before", .. before.Layers.Select(layer => (JsonNode?)layer.Prompt), Cell(output.InitialScore), Cell(output.AccuracyBefore)],
            ["after", .. after.Layers.Select(layer => (JsonNode?)layer.Prompt), Cell(output.Score), Cell(output.AccuracyAfter)],
        ],
    };

    private Series Curves(string title, string axis, Func<string, bool> isShown)
    {
        var points = from run in runs
                     from iteration in run.Journal.Iterations
                     from pair in iteration.Value
                     where isShown(pair.Key) && double.IsFinite(pair.Value)
                     group pair.Value by (pair.Key, Iteration: iteration.Key);
        return new Series
        {
            Title = title,
            Caption = runs.Count == 1 ? "" : $"Means over {runs.Count} runs with 95 % intervals (bootstrap over runs).",
            HorizontalAxis = "iteration",
            VerticalAxis = axis,
            Lines = [.. points.GroupBy(point => point.Key.Key, StringComparer.Ordinal).OrderBy(line => line.Key, StringComparer.Ordinal)
                .Select(line => new SeriesLine(line.Key, [.. line.OrderBy(point => point.Key.Iteration).Select(point => Point(point.Key.Iteration, [.. point]))]))],
        };
    }

    private SeriesPoint Point(int iteration, IReadOnlyList<double> values)
    {
        if (values.Count == 1) return new SeriesPoint(iteration, values[0]);
        var (low, high) = MeanInterval.Of(values, context.Seed.Derive("curve", iteration));
        return new SeriesPoint(iteration, values.Average(), low, high);
    }

    private Series Costs() => new()
    {
        Title = "Cost by iteration",
        Caption = runs.Count == 1 ? "" : "All runs after another.",
        HorizontalAxis = "iteration",
        VerticalAxis = "requests so far",
        Lines = [new SeriesLine("requests", [.. runs.SelectMany(run => run.Costs).Select((cost, place) => new SeriesPoint(place, cost.Calls))])],
    };

    private Tree Descent(int layer) => new()
    {
        Title = before.Layers.Count == 1 ? "Prompts by descent" : $"Prompts of '{before.Layers[layer].Name}' by descent",
        Caption = "Each prompt stands under the one it was first made from, with its last score." + (runs.Count == 1 ? "" : " From the best run."),
        Roots = PromptTree.Of([.. Best.Journal.Candidates.Where(candidate => candidate.Layer == layer)]),
    };

    private static JsonValue? Cell(double? value) => value is { } known ? JsonValue.Create(known) : null;
}

using System.Composition;
using System.Globalization;
using System.Text.Json.Nodes;
using Tessera.Language.Caching;
using Tessera.Language.Journals;
using Tessera.Language.Losses;
using Tessera.Language.Optimization;
using Tessera.Language.Templates;
using Tessera.Sdk.Findings;
using Tessera.Sdk.Prompts;
using Tessera.Sdk.Steps;

namespace Tessera.Language.Comparisons;

/// <summary>Asks the programs that several searches came to the same examples, and says how sure their differences are.</summary>
/// <remarks>The folder gets <c>answers.jsonl</c>, what the model answered: an interrupted step goes on from it and asks nothing twice.</remarks>
/// <param name="options">The model, the examples and the programs.</param>
[Step("compare-prompts", Description = "Compares prompt programs on the same examples: accuracies and their paired differences, with intervals over runs and examples.", Options = typeof(ComparePromptsOptions))]
[method: ImportingConstructor]
public sealed class ComparePromptsStep(ComparePromptsOptions options) : IPipelineStep<ComparedPrompts>, IResumableStep
{
    /// <inheritdoc/>
    public async Task<ComparedPrompts> RunAsync(IStepContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var ways = new List<List<PromptProgram>>();
        foreach (var way in options.Ways)
        {
            ways.Add([]);
            foreach (var path in way.Programs) ways[^1].Add(await ProgramFile.ReadAsync(path, cancellationToken).ConfigureAwait(false));
        }

        var labels = ways[0][0].Layers[^1].Classes.Select(answer => answer.Label).ToList();
        var examples = await ExampleFile.ReadAsync(options.Data, labels, cancellationToken).ConfigureAwait(false);
        var right = await MeasureAsync(context, ways, examples, cancellationToken).ConfigureAwait(false);
        var compared = Compare(right, new ResampledAccuracies(right, context.Seed.Derive("resamples")));
        Report(context, compared);
        return compared;
    }

    /// <summary>1 − loss by way, run and example.</summary>
    private async Task<List<double[][]>> MeasureAsync(IStepContext context, List<List<PromptProgram>> ways, IReadOnlyList<Example> examples, CancellationToken cancellationToken)
    {
        var model = options.Model.Create();
        await using var modelOwner = model.ConfigureAwait(false);
        var loss = options.Loss?.Create();
        await using var lossOwner = (loss as IAsyncDisposable ?? NothingOwned.Instance).ConfigureAwait(false);
        var answers = await AnswerJournal.OpenAsync(Path.Combine(context.Folder, "answers.jsonl"), cancellationToken).ConfigureAwait(false);
        await using var answersOwner = answers.ConfigureAwait(false);
        var evaluation = new ProgramEvaluation(new CachedLanguageModel(new StoredLanguageModel(model.Value, answers)), new LiquidTemplateRenderer(), loss?.Value ?? new ExactMatchLoss());
        var right = new List<double[][]>();
        foreach (var (way, programs) in options.Ways.Zip(ways))
        {
            context.ReportProgress((double)right.Count / ways.Count, way.Name);
            var given = await evaluation.AnswerAsync(programs, examples, cancellationToken).ConfigureAwait(false);
            right.Add([.. given.Select(row => row.Select(answer => 1 - answer.Loss).ToArray())]);
        }

        return right;
    }

    private ComparedPrompts Compare(List<double[][]> right, ResampledAccuracies resampled)
    {
        var ways = options.Ways.Zip(right).Select((pair, way) =>
        {
            var runs = pair.Second.Select(run => run.Average()).ToList();
            var (low, high) = resampled.Of(way);
            return new ComparedWay(pair.First.Name, runs.Average(), low, high, runs);
        }).ToList();
        var differences = from way in Enumerable.Range(0, ways.Count)
                          from other in Enumerable.Range(0, way)
                          let ends = resampled.Between(way, other)
                          select new PromptDifference(ways[way].Name, ways[other].Name, ways[way].Accuracy - ways[other].Accuracy, ends.Low, ends.High);
        return new ComparedPrompts(right[0][0].Length, ways, [.. differences]);
    }

    private static void Report(IStepContext context, ComparedPrompts compared)
    {
        var sizes = string.Create(CultureInfo.InvariantCulture, $"{compared.Examples} examples");
        context.AddFinding(new Comparison
        {
            Title = "Accuracy by way",
            Caption = $"Means over runs and {sizes}, with 95 % intervals as if both were drawn anew (pigeonhole bootstrap).",
            Axis = "accuracy, more is better",
            Measures = ["accuracy"],
            Baseline = compared.Ways[0].Name,
            Rows = [.. compared.Ways.Select(way => new ComparisonRow(way.Name, [new Estimate(way.Accuracy, way.Low, way.High)]))],
        });
        context.AddFinding(new Comparison
        {
            Title = "Differences",
            Caption = $"Paired on the same runs and {sizes}, with 95 % intervals. An interval that holds 0 decides nothing.",
            Axis = "accuracy minus that of the other",
            Measures = ["difference"],
            Rows = [.. compared.Differences.Select(pair => new ComparisonRow($"{pair.Way} − {pair.Other}", [new Estimate(pair.Difference, pair.Low, pair.High)]))],
        });
        context.AddFinding(new Table
        {
            Title = "Accuracy of each run",
            Columns = ["run", .. compared.Ways.Select(way => way.Name)],
            Rows = [.. Enumerable.Range(0, compared.Ways.Max(way => way.Runs.Count)).Select(run =>
                (IReadOnlyList<JsonNode?>)[run + 1, .. compared.Ways.Select(way => run < way.Runs.Count ? JsonValue.Create(way.Runs[run]) : null)])],
        });
        context.Summarise("accuracies", new JsonArray([.. compared.Ways.Select(way => new JsonObject
        {
            ["step"] = context.StepName,
            ["way"] = way.Name,
            ["accuracy"] = way.Accuracy,
            ["interval"] = new JsonArray(way.Low, way.High),
            ["runs"] = new JsonArray([.. way.Runs.Select(run => (JsonNode?)run)]),
        })]));
        context.Summarise("accuracyDifferences", new JsonArray([.. compared.Differences.Select(pair => new JsonObject
        {
            ["step"] = context.StepName,
            ["way"] = pair.Way,
            ["other"] = pair.Other,
            ["difference"] = pair.Difference,
            ["interval"] = new JsonArray(pair.Low, pair.High),
        })]));
    }
}

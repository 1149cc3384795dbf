using System.Composition;
using System.Globalization;
using Tessera.Language.Budgets;
using Tessera.Language.Caching;
using Tessera.Language.Journals;
using Tessera.Language.Losses;
using Tessera.Language.Templates;
using Tessera.Sdk.Language;
using Tessera.Sdk.Prompts;
using Tessera.Sdk.Steps;

namespace Tessera.Language.Optimization;

/// <summary>Improves the prompts of a program with an optimizer, within a budget.</summary>
/// <remarks>
/// The folder gets <c>program.json</c>, the best prompt program (of several runs each one's, too), <c>candidates.jsonl</c> (of several runs one each), everything that was tried, and
/// <c>answers.jsonl</c>, what the models answered: an interrupted step goes on from it, asks nothing twice, and ends as if it had not been interrupted.
/// </remarks>
/// <param name="options">Models, optimizer, data and budget.</param>
[Step("optimize-prompt", Description = "Improves the prompts of a program with an optimizer, within a budget of calls, tokens and money.", Options = typeof(OptimizePromptOptions))]
[method: ImportingConstructor]
public sealed class OptimizePromptStep(OptimizePromptOptions options) : IPipelineStep<OptimizedPrompt>, IResumableStep
{
    /// <inheritdoc/>
    public async Task<OptimizedPrompt> RunAsync(IStepContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var program = await PromptPrograms.CreateAsync(options, cancellationToken).ConfigureAwait(false);
        var labels = program.Layers[^1].Classes.Select(answer => answer.Label).ToList();
        var training = await ExampleFile.ReadAsync(options.Data, labels, cancellationToken).ConfigureAwait(false);
        var validation = options.Validation is { } file ? await ExampleFile.ReadAsync(file, labels, cancellationToken).ConfigureAwait(false) : [];
        var test = options.Test is { } held ? await ExampleFile.ReadAsync(held, labels, cancellationToken).ConfigureAwait(false) : [];

        var model = options.Model.Create();
        await using var modelOwner = model.ConfigureAwait(false);
        var proposer = options.Proposer?.Create();
        await using var proposerOwner = (proposer as IAsyncDisposable ?? NothingOwned.Instance).ConfigureAwait(false);
        var loss = options.Loss?.Create();
        await using var lossOwner = (loss as IAsyncDisposable ?? NothingOwned.Instance).ConfigureAwait(false);
        var answers = await AnswerJournal.OpenAsync(Path.Combine(context.Folder, "answers.jsonl"), cancellationToken).ConfigureAwait(false);
        await using var answersOwner = answers.ConfigureAwait(false);

        var budget = options.Budget.Open();
        // What an earlier attempt paid for counts again, though it is not paid for again: so a step that goes on ends as one that never stopped.
        ILanguageModel Around(ILanguageModel inner) => new CachedLanguageModel(new BudgetedLanguageModel(new StoredLanguageModel(inner, answers), budget));
        var forward = Around(model.Value);
        var task = new OptimizationTask
        {
            Program = program,
            Training = training,
            Validation = validation,
            Forward = forward,
            Backward = proposer is null ? forward : Around(proposer.Value),
            Templates = new LiquidTemplateRenderer(),
            Loss = loss?.Value ?? new ExactMatchLoss(),
            Seed = context.Seed,
            Trace = new OptimizationJournal(),
        };

        if (TemplateDifferences.Find(program) is { } differences) context.AddFinding(differences);
        // Before anything is measured, and so paid for.
        await RequireFitAsync(task).ConfigureAwait(false);
        var measured = test.Count > 0 ? test : task.SelectionExamples;
        var before = await AccuracyGain.MeasureAsync(task, program, measured, cancellationToken).ConfigureAwait(false);
        // What measuring cost once it costs again at the end; longer prompts cost more tokens.
        if (test.Count > 0) budget.Hold(budget.Calls, 2 * (budget.Usage.InputTokens + budget.Usage.OutputTokens), 2 * budget.Usage.Cost);
        var runs = new List<PromptSearchRun>();
        for (var run = 0; run < options.Runs; run++) runs.Add(await SearchAsync(context, task, run, budget, cancellationToken).ConfigureAwait(false));
        budget.Hold(0, 0, 0);
        // NaN, where the budget did not reach, is smaller than any score.
        var best = runs.MaxBy(run => run.Result.Score)!.Result;
        var after = await AccuracyGain.MeasureAsync(task, best.Program, measured, cancellationToken).ConfigureAwait(false);
        var gain = AccuracyGain.Between(before, after, context.Seed.Derive("gain"));
        var path = Path.Combine(context.Folder, "program.json");
        await ProgramFile.WriteAsync(path, best.Program, cancellationToken).ConfigureAwait(false);
        var output = new OptimizedPrompt(
            best.Program.Layers[^1].Prompt,
            [.. best.Program.Layers.Select(layer => layer.Prompt)],
            path,
            options.Runs == 1 ? [path] : await WriteEachAsync(context.Folder, runs, cancellationToken).ConfigureAwait(false),
            FiniteOrNull(best.Score),
            FiniteOrNull(best.InitialScore),
            runs.Sum(run => run.Result.Iterations),
            runs.Exists(run => run.Result.BudgetExhausted),
            budget.Calls,
            budget.Usage.InputTokens,
            budget.Usage.OutputTokens,
            gain.Before,
            gain.After,
            gain.Interval?.Low,
            gain.Interval?.High,
            budget.Usage.Cost > 0 ? budget.Usage.Cost : null);
        new OptimizationFindings(context, options.Optimizer.Name, task.Program, output, runs, best.Program).Report(test.Count > 0 ? "test" : validation.Count > 0 ? "validation" : "training");
        if (await ExampleFindings.FindAsync(task, best.Program, measured, cancellationToken).ConfigureAwait(false) is { } example) context.AddFinding(example);
        return output;
    }

    private async Task RequireFitAsync(OptimizationTask task)
    {
        var optimizer = options.Optimizer.Create();
        await using var optimizerOwner = optimizer.ConfigureAwait(false);
        optimizer.Value.RequireFit(task);
    }

    private static async Task<IReadOnlyList<string>> WriteEachAsync(string folder, IReadOnlyList<PromptSearchRun> runs, CancellationToken cancellationToken)
    {
        var paths = runs.Select((_, run) => Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"program-{run + 1}.json"))).ToList();
        foreach (var (path, run) in paths.Zip(runs)) await ProgramFile.WriteAsync(path, run.Result.Program, cancellationToken).ConfigureAwait(false);
        return paths;
    }

    private async Task<PromptSearchRun> SearchAsync(IStepContext context, OptimizationTask task, int run, LanguageBudget budget, CancellationToken cancellationToken)
    {
        var optimizer = options.Optimizer.Create();
        await using var optimizerOwner = optimizer.ConfigureAwait(false);
        var name = options.Runs == 1 ? "candidates.jsonl" : string.Create(CultureInfo.InvariantCulture, $"candidates-{run + 1}.jsonl");
        var lines = new StreamWriter(Path.Combine(context.Folder, name));
        await using var linesOwner = lines.ConfigureAwait(false);
        var which = options.Runs == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"run {run + 1} of {options.Runs}, ");
        var costs = new List<IterationCost>();
        var journal = new OptimizationJournal(lines, (iteration, _) =>
        {
            costs.Add(new IterationCost(iteration, budget.Calls, budget.Usage));
            context.ReportProgress(null, string.Create(CultureInfo.InvariantCulture, $"{which}iteration {iteration + 1}"));
        });
        foreach (var layer in task.Program.Layers) journal.RecordTemplate($"layer {layer.Name}", layer.TemplateVersion);
        var seed = options.Runs == 1 ? context.Seed : context.Seed.Derive("run", run);
        return new PromptSearchRun(await optimizer.Value.OptimizeAsync(task with { Seed = seed, Trace = journal }, cancellationToken).ConfigureAwait(false), journal, costs);
    }

    private static double? FiniteOrNull(double value) => double.IsFinite(value) ? value : null;
}

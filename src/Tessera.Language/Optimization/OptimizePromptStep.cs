using System.Composition;
using Tessera.Language.Budgets;
using Tessera.Language.Caching;
using Tessera.Language.Journals;
using Tessera.Language.Losses;
using Tessera.Language.Templates;
using Tessera.Sdk.Language;
using Tessera.Sdk.Prompts;
using Tessera.Sdk.Steps;

namespace Tessera.Language.Optimization;

/// <summary>Improves one prompt with an optimizer, within a budget.</summary>
/// <remarks>The folder gets <c>program.json</c>, the best prompt program, and <c>candidates.jsonl</c>, everything that was tried.</remarks>
/// <param name="options">Models, optimizer, data and budget.</param>
[Step("optimize-prompt", Description = "Improves a prompt with an optimizer, within a budget of calls and tokens.", Options = typeof(OptimizePromptOptions))]
[method: ImportingConstructor]
public sealed class OptimizePromptStep(OptimizePromptOptions options) : IPipelineStep<OptimizedPrompt>
{
    /// <inheritdoc/>
    public async Task<OptimizedPrompt> RunAsync(IStepContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var classes = AnswerClasses.Create(options.Classes);
        var labels = classes.Select(answer => answer.Label).ToList();
        var training = await ExampleFile.ReadAsync(options.Data, labels, cancellationToken).ConfigureAwait(false);
        var validation = options.Validation is { } file ? await ExampleFile.ReadAsync(file, labels, cancellationToken).ConfigureAwait(false) : [];

        var model = options.Model.Create();
        await using var modelOwner = model.ConfigureAwait(false);
        var proposer = options.Proposer?.Create();
        await using var proposerOwner = (proposer as IAsyncDisposable ?? NothingOwned.Instance).ConfigureAwait(false);
        var loss = options.Loss?.Create();
        await using var lossOwner = (loss as IAsyncDisposable ?? NothingOwned.Instance).ConfigureAwait(false);
        var optimizer = options.Optimizer.Create();
        await using var optimizerOwner = optimizer.ConfigureAwait(false);

        var budget = new LanguageBudget(options.Budget.Calls, options.Budget.Tokens);
        var forward = new CachedLanguageModel(new BudgetedLanguageModel(model.Value, budget));
        var lines = new StreamWriter(Path.Combine(context.Folder, "candidates.jsonl"));
        await using var linesOwner = lines.ConfigureAwait(false);
        var journal = new OptimizationJournal(lines, (iteration, _) => context.ReportProgress(null, $"iteration {iteration + 1}"));
        var task = new OptimizationTask
        {
            Program = new PromptProgram([new PromptLayer { Name = "answer", Prompt = options.Prompt, Template = options.Template, Classes = classes }]),
            Training = training,
            Validation = validation,
            Forward = forward,
            Backward = proposer is null ? forward : new CachedLanguageModel(new BudgetedLanguageModel(proposer.Value, budget)),
            Templates = new LiquidTemplateRenderer(),
            Loss = loss?.Value ?? new ExactMatchLoss(),
            Seed = context.Seed,
            Trace = journal,
        };

        var before = await MeasureAccuracyAsync(task, task.Program, cancellationToken).ConfigureAwait(false);
        var result = await optimizer.Value.OptimizeAsync(task, cancellationToken).ConfigureAwait(false);
        var after = await MeasureAccuracyAsync(task, result.Program, cancellationToken).ConfigureAwait(false);
        await ProgramFile.WriteAsync(Path.Combine(context.Folder, "program.json"), result.Program, cancellationToken).ConfigureAwait(false);
        var output = new OptimizedPrompt(
            result.Program.Layers[0].Prompt,
            FiniteOrNull(result.Score),
            FiniteOrNull(result.InitialScore),
            result.Iterations,
            result.BudgetExhausted,
            budget.Calls,
            budget.Usage.InputTokens,
            budget.Usage.OutputTokens,
            before,
            after);
        OptimizationFindings.Report(context, options.Prompt, output, journal);
        return output;
    }

    private static async Task<double?> MeasureAccuracyAsync(OptimizationTask task, PromptProgram program, CancellationToken cancellationToken)
    {
        var examples = task.Validation.Count > 0 ? task.Validation : task.Training;
        var evaluation = new LayerEvaluation(task.Forward, task.Templates, task.Loss);
        try
        {
            var answers = await evaluation.AnswerAsync([.. examples.Select(example => new LayerInput(program.Layers[0], example))], cancellationToken).ConfigureAwait(false);
            return answers.Average(answer => 1 - answer.Loss);
        }
        catch (BudgetExhaustedException)
        {
            return null;
        }
    }

    private static double? FiniteOrNull(double value) => double.IsFinite(value) ? value : null;
}

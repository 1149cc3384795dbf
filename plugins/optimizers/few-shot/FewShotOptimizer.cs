using System.Composition;
using Tessera.Optimizers.Search;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Prompts;

namespace Tessera.Optimizers.FewShot;

/// <summary>
/// Puts a few solved training examples into the prompt: in-context learning (Brown et al. 2020, arXiv 2005.14165), with the best of several random
/// sets where <see cref="FewShotOptions.Sets"/> says so.
/// </summary>
/// <remarks>
/// A set is drawn once for the run, without replacement; the baseline of arXiv 2306.12509 draws another one for every batch, with replacement, and so
/// measures no prompt that anybody could use. Nothing of which the input stands among the validation examples is demonstrated. Without validation
/// examples the score is that on the training examples, and flatters: those that are demonstrated are among them. The prompt given competes without
/// demonstrations and wins ties. An iteration of the trace is a set, with <c>selectionScore</c> and <c>bestScore</c>.
/// </remarks>
/// <param name="options">How many demonstrations, and how they are drawn and shown.</param>
[PromptOptimizer("few-shot", Description = "Puts a few solved examples into a prompt.", Options = typeof(FewShotOptions))]
[method: ImportingConstructor]
public sealed class FewShotOptimizer(FewShotOptions options) : IPromptOptimizer
{
    private static readonly TemplateWording _demonstrations = new("demonstrations", "few-shot/1", new FewShotOptions().Template);

    /// <inheritdoc/>
    /// <exception cref="TesseraException">The task does not fit: TESS6301 or TESS6302.</exception>
    public void RequireFit(OptimizationTask task)
    {
        ArgumentNullException.ThrowIfNull(task);
        task.RequireOneLayer("optimizer/few-shot");
        TaskRequirements.RequireExamples(DemonstrationsOf(task).Examples, "to demonstrate that are not validation examples too");
        task.RequireScoring(options.Scoring);
    }

    /// <inheritdoc/>
    /// <exception cref="TesseraException">The task does not fit: TESS6301 or TESS6302.</exception>
    public Task<OptimizationResult> OptimizeAsync(OptimizationTask task, CancellationToken cancellationToken)
    {
        RequireFit(task);
        _demonstrations.RecordUse(task.Trace, options.Template);
        return new FewShotSearch(options, task, DemonstrationsOf(task)).RunAsync(cancellationToken);
    }

    private DemonstrationDraw DemonstrationsOf(OptimizationTask task) => new(task, options.Balanced);
}

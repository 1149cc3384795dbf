using System.Composition;
using Tessera.Optimizers.Search;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Prompts;

namespace Tessera.Optimizers.Ape;

/// <summary>
/// The Automatic Prompt Engineer (Zhou et al. 2022, arXiv 2211.01910, Algorithm 1): a model guesses instructions from demonstrations, and those under
/// which the wanted answers of a sample are most probable are kept, in rounds also varied.
/// </summary>
/// <remarks>
/// Unlike in the paper the sample is the same in all rounds, so that no prompt is scored twice, the prompt given competes, and of those kept the
/// best on the validation examples is returned, never worse there than the prompt given. Candidates equal but for white space are scored once; every
/// request has its own seed and its own demonstrations. An iteration of the trace is a round, the first of which induces; its numbers are
/// <c>sampleScore</c>, the best on the sample so far, <c>selectionScore</c>, the best of those kept on the validation examples, <c>bestScore</c>, the
/// best there so far, <c>proposed</c> and <c>distinct</c>, how many were answered and how many of them were new.
/// </remarks>
/// <param name="options">The search's options.</param>
[PromptOptimizer("ape", Description = "Induces a prompt from examples (Automatic Prompt Engineer).", Options = typeof(ApeOptions))]
[method: ImportingConstructor]
public sealed class ApeOptimizer(ApeOptions options) : IPromptOptimizer
{
    private static readonly TemplateWording _induction = new("induction", "ape-induction/1", new ApeOptions().InductionTemplate);
    private static readonly TemplateWording _variation = new("variation", "ape-variation/1", new ApeOptions().VariationTemplate);

    /// <inheritdoc/>
    /// <exception cref="TesseraException">The task does not fit: TESS6301 or TESS6302.</exception>
    public void RequireFit(OptimizationTask task)
    {
        ArgumentNullException.ThrowIfNull(task);
        task.RequireOneLayer("optimizer/ape");
        TaskRequirements.RequireExamples(task.Training, "to learn from");
        task.RequireProposer();
        task.RequireScoring(options.Scoring);
    }

    /// <inheritdoc/>
    /// <exception cref="TesseraException">The task does not fit: TESS6301 or TESS6302.</exception>
    public Task<OptimizationResult> OptimizeAsync(OptimizationTask task, CancellationToken cancellationToken)
    {
        RequireFit(task);
        _induction.RecordUse(task.Trace, options.InductionTemplate);
        if (options.Rounds > 0) _variation.RecordUse(task.Trace, options.VariationTemplate);
        return new ApeSearch(options, task).RunAsync(cancellationToken);
    }
}

using System.Composition;
using Tessera.Optimizers.Search;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Prompts;

namespace Tessera.Optimizers.Opro;

/// <summary>
/// Optimization by PROmpting (Yang et al. 2023, arXiv 2309.03409): again and again a model sees the best instructions so far with their scores, the
/// best last, and a few examples, and writes instructions that are to score higher.
/// </summary>
/// <remarks>
/// Instructions equal but for white space are scored once; the prompt given is the first of them; every request has its own seed. Each time the best
/// on the sample is measured on the validation examples, and the best there is returned, never worse than the prompt given. By accuracy the search
/// ends early when the best leaves nothing wrong on the sample. The numbers of an iteration are <c>sampleScore</c>, the best on the sample so far,
/// <c>meanScore</c>, the mean of the new ones there, <c>selectionScore</c>, that of the best on the validation examples, <c>bestScore</c>, the best
/// there so far, <c>proposed</c> and <c>distinct</c>, how many were answered and how many of them were new.
/// </remarks>
/// <param name="options">The search's options.</param>
[PromptOptimizer("opro", Description = "Improves a prompt from earlier ones and their scores (OPRO).", Options = typeof(OproOptions))]
[method: ImportingConstructor]
public sealed class OproOptimizer(OproOptions options) : IPromptOptimizer
{
    private static readonly TemplateWording _meta = new("meta-prompt", "opro-meta-prompt/1", new OproOptions().MetaTemplate);

    /// <inheritdoc/>
    /// <exception cref="TesseraException">The task does not fit: TESS6301 or TESS6302.</exception>
    public void RequireFit(OptimizationTask task)
    {
        ArgumentNullException.ThrowIfNull(task);
        task.RequireOneLayer("optimizer/opro");
        TaskRequirements.RequireExamples(task.Training, "to learn from");
        task.RequireProposer();
        task.RequireScoring(options.Scoring);
    }

    /// <inheritdoc/>
    /// <exception cref="TesseraException">The task does not fit: TESS6301 or TESS6302.</exception>
    public Task<OptimizationResult> OptimizeAsync(OptimizationTask task, CancellationToken cancellationToken)
    {
        RequireFit(task);
        _meta.RecordUse(task.Trace, options.MetaTemplate);
        return new OproSearch(options, task).RunAsync(cancellationToken);
    }
}

using System.Composition;
using Tessera.Optimizers.Search;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Prompts;

namespace Tessera.Optimizers.ZeroShot;

/// <summary>
/// Changes nothing: measures the program given, on the validation examples or else on the training examples. An optimizer whose result is not better
/// is not worth its requests.
/// </summary>
/// <remarks>The trace has one candidate a layer, and for iteration 0 <c>selectionScore</c> and <c>accuracy</c>, the mean of 1 − loss from 0 to 1.</remarks>
/// <param name="options">How the prompt is scored.</param>
[PromptOptimizer("zero-shot", Description = "Measures a prompt and leaves it as it is.", Options = typeof(ZeroShotOptions))]
[method: ImportingConstructor]
public sealed class ZeroShotOptimizer(ZeroShotOptions options) : IPromptOptimizer
{
    /// <inheritdoc/>
    /// <exception cref="TesseraException">The task does not fit: TESS6301 or TESS6302.</exception>
    public void RequireFit(OptimizationTask task)
    {
        ArgumentNullException.ThrowIfNull(task);
        // How probable an answer is through hidden texts is not known; how right it is, is.
        if (options.Scoring == PromptScoring.LogProbability) task.RequireOneLayer("optimizer/zero-shot by log-probability", "Set 'scoring: accuracy', or give a program with one layer.");
        TaskRequirements.RequireExamples(task.SelectionExamples, "to measure by");
        task.RequireScoring(options.Scoring);
        task.RequireAnswers();
    }

    /// <inheritdoc/>
    /// <exception cref="TesseraException">The task does not fit: TESS6301 or TESS6302.</exception>
    public Task<OptimizationResult> OptimizeAsync(OptimizationTask task, CancellationToken cancellationToken)
    {
        RequireFit(task);
        return new Measurement(options.Scoring, task).RunAsync(cancellationToken);
    }
}

using System.Composition;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Language;
using Tessera.Sdk.Prompts;

namespace Tessera.Optimizers.Dln;

/// <summary>
/// Learns the prompt of one language-model layer: again and again a model proposes rewrites of the best prompts from what went wrong on a
/// batch, and the candidate under which the batch's wanted answers are most probable is kept (DLN-1, Algorithm 1 of arXiv 2306.12509).
/// </summary>
/// <remarks>
/// Candidates equal but for white space are scored once; the current prompt always competes and wins ties; every request has its own seed;
/// what is returned is the best on the validation examples, never worse there than the prompt given.
/// </remarks>
/// <param name="options">The search's options.</param>
[PromptOptimizer("dln", Description = "Learns a prompt by likelihood (DLN-1).", Options = typeof(DlnOptions))]
[method: ImportingConstructor]
public sealed class DlnOptimizer(DlnOptions options) : IPromptOptimizer
{
    /// <inheritdoc/>
    /// <exception cref="TesseraException">The task does not fit: TESS6301 or TESS6302.</exception>
    public Task<OptimizationResult> OptimizeAsync(OptimizationTask task, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(task);
        if (task.Program.Layers.Count != 1)
            throw Unfit("TESS6301", $"The program has {task.Program.Layers.Count} layers, and optimizer/dln improves programs of one layer.", "Give a program with one layer.");
        if (task.Training.Count == 0)
            throw Unfit("TESS6301", "There are no examples to learn from.", "Give at least one example.");
        if (!task.Backward.Capabilities.HasFlag(LanguageModelCapabilities.Generate))
            throw Unfit("TESS6302", $"The language model '{task.Backward.Identity}' cannot propose prompts: it does not generate.", "Name a model that generates as 'proposer'.");
        var hasClasses = task.Program.Layers[0].Classes.Count > 0;
        if (options.Scoring == PromptScoring.LogProbability && !task.Forward.Capabilities.HasFlag(LanguageModelCapabilities.Score))
            throw Unfit("TESS6302", $"The language model '{task.Forward.Identity}' does not score, so candidates cannot be compared by log-probability.", "Set 'scoring: accuracy', or choose a model that scores.");
        if (!(hasClasses && task.Forward.Capabilities.HasFlag(LanguageModelCapabilities.Score)) && !task.Forward.Capabilities.HasFlag(LanguageModelCapabilities.Generate))
            throw Unfit("TESS6302", $"The language model '{task.Forward.Identity}' cannot answer: it does not generate.", "Choose a model that generates.");
        return new PromptSearch(options, task).RunAsync(cancellationToken);
    }

    private static TesseraException Unfit(string id, string message, string remedy) => new(Diagnostic.Error(id, message, remedy: remedy));
}

using System.Composition;
using Tessera.Optimizers.Dln.Hidden;
using Tessera.Optimizers.Dln.Proposals;
using Tessera.Optimizers.Dln.Search;
using Tessera.Optimizers.Search;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Language;
using Tessera.Sdk.Prompts;

namespace Tessera.Optimizers.Dln;

/// <summary>
/// Learns the prompts of one language-model layer, or of several that are stacked: again and again a model proposes rewrites of the best prompts from what went wrong on a
/// batch, and the candidates under which the batch's wanted answers are most probable are kept (DLN-1, DLN-2 and deeper, Algorithms 1 to 3 of arXiv 2306.12509).
/// </summary>
/// <remarks>
/// What the layers but the last write is hidden: texts are drawn for each example, and on the distinct ones log Σ p(h | x) p(y | h, x) is a lower bound of
/// log p(y | x). All layers' prompts are chosen together, as the combination with the largest bound. Candidates equal but for white space are scored once; the current
/// prompts always compete and win ties; every request has its own seed; what is returned is the best on the validation examples, never worse there than what was given.
/// </remarks>
/// <param name="options">The search's options.</param>
[PromptOptimizer("dln", Description = "Learns the prompts of one layer or more by likelihood (DLN-1, DLN-2 and deeper).", Options = typeof(DlnOptions))]
[method: ImportingConstructor]
public sealed class DlnOptimizer(DlnOptions options) : IPromptOptimizer
{
    /// <inheritdoc/>
    /// <exception cref="TesseraException">The task does not fit: TESS6301 or TESS6302.</exception>
    public void RequireFit(OptimizationTask task)
    {
        ArgumentNullException.ThrowIfNull(task);
        if (FaultOf(task) is { } fault) throw new TesseraException(fault);
    }

    /// <inheritdoc/>
    /// <exception cref="TesseraException">The task does not fit: TESS6301 or TESS6302.</exception>
    public Task<OptimizationResult> OptimizeAsync(OptimizationTask task, CancellationToken cancellationToken)
    {
        RequireFit(task);
        RecordTemplates(task);
        return new PromptSearch(options, task).RunAsync(cancellationToken);
    }

    private void RecordTemplates(OptimizationTask task)
    {
        new TemplateWording("proposal", ProposalTexts.Version, ProposalTexts.Template).RecordUse(task.Trace, options.ProposalTemplate);
        if (task.Program.Layers.Count == 1 || options.Scoring == PromptScoring.Accuracy) return;
        if (options.Hidden.From.Contains(HiddenProposal.Posterior)) new TemplateWording("posterior", HiddenTexts.PosteriorVersion, HiddenTexts.Posterior).RecordUse(task.Trace, options.Hidden.PosteriorTemplate);
        if (options.Hidden.From.Contains(HiddenProposal.Edit)) new TemplateWording("edit", HiddenTexts.EditVersion, HiddenTexts.Edit).RecordUse(task.Trace, options.Hidden.EditTemplate);
    }

    private Diagnostic? FaultOf(OptimizationTask task) => FaultOfProgram(task) ?? FaultOfModels(task);

    private Diagnostic? FaultOfProgram(OptimizationTask task)
    {
        var layers = task.Program.Layers;
        if (layers.Count == 0)
            return Unfit("TESS6301", "The program has no layer.", "Give a program with at least one layer.");
        if (layers.SkipLast(1).FirstOrDefault(layer => layer.Classes.Count > 0) is { } early)
            return Unfit("TESS6301", $"The layer '{early.Name}' has classes, but another layer follows it.", "Give classes to the last layer alone.");
        if (task.Training.Count == 0)
            return Unfit("TESS6301", "There are no examples to learn from.", "Give at least one example.");
        if (options.Learn.FirstOrDefault(name => layers.All(layer => layer.Name != name)) is { } unknown)
            return Unfit("TESS6301", $"The program has no layer '{unknown}' that could learn. {NearestName.Suggest(unknown, [.. layers.Select(layer => layer.Name)])}", "Name layers of the program as 'learn'.");
        if (options.Trust > 0 && layers[^1].Classes.Count == 0)
            return Unfit("TESS6301", "There is no 'trust' without classes: answers in free text have no distribution to compare.", "Give the last layer classes, or leave 'trust' out.");
        return options.Hidden is { Weighting: HiddenWeighting.Importance, Temperature: not 1 } && layers.Count > 1
            ? Unfit("TESS6301", $"Importance weights need the probability that a hidden text was drawn with, which is known at temperature 1 alone, not {options.Hidden.Temperature}.", "Set 'temperature: 1' among the options 'hidden'.")
            : null;
    }

    private Diagnostic? FaultOfModels(OptimizationTask task)
    {
        var (forward, backward, layers) = (task.Forward.Capabilities, task.Backward.Capabilities, task.Program.Layers);
        if (!backward.HasFlag(LanguageModelCapabilities.Generate))
            return Unfit("TESS6302", $"The language model '{task.Backward.Identity}' cannot propose prompts: it does not generate.", "Name a model that generates as 'proposer'.");
        if (options.Scoring == PromptScoring.LogProbability && !forward.HasFlag(LanguageModelCapabilities.Score))
            return Unfit("TESS6302", $"The language model '{task.Forward.Identity}' does not score, so candidates cannot be compared by log-probability.", "Set 'scoring: accuracy', or choose a model that scores.");
        if ((layers.Count > 1 || layers[0].Classes.Count == 0 || !forward.HasFlag(LanguageModelCapabilities.Score)) && !forward.HasFlag(LanguageModelCapabilities.Generate))
            return Unfit("TESS6302", $"The language model '{task.Forward.Identity}' cannot answer: it does not generate.", "Choose a model that generates.");
        return options.Hidden.Weighting == HiddenWeighting.Importance && layers.Count > 1 && !backward.HasFlag(LanguageModelCapabilities.Score)
            ? Unfit("TESS6302", $"The language model '{task.Backward.Identity}' does not score, so the hidden texts it draws cannot be weighed by importance.", "Set 'weighting: support' among the options 'hidden', or name a proposer that scores.")
            : null;
    }

    private static Diagnostic Unfit(string id, string message, string remedy) => Diagnostic.Error(id, message, remedy: remedy);
}

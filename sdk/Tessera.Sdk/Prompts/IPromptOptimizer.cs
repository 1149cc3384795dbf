using Tessera.Sdk.Parts;

namespace Tessera.Sdk.Prompts;

/// <summary>Improves the prompts of a program of language-model layers.</summary>
[PartKind("optimizer")]
public interface IPromptOptimizer
{
    /// <summary>Refuses a task that the optimizer cannot work on, without asking any model: whoever measures before the search asks this first, and pays nothing for a refusal.</summary>
    /// <param name="task">The task.</param>
    /// <exception cref="Diagnostics.TesseraException">The task does not fit; <see cref="OptimizeAsync"/> refuses it likewise.</exception>
    void RequireFit(OptimizationTask task)
    {
    }

    /// <summary>Searches for better prompts.</summary>
    /// <param name="task">The program, the data, the models and where to report.</param>
    /// <param name="cancellationToken">Ends the search early, with an exception.</param>
    /// <returns>The best program found, never worse on the data it was chosen by than the one given.</returns>
    /// <remarks>When a model throws <see cref="Language.BudgetExhaustedException"/>, the best program so far is returned.</remarks>
    Task<OptimizationResult> OptimizeAsync(OptimizationTask task, CancellationToken cancellationToken);
}

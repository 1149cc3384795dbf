using Tessera.Sdk.Parts;

namespace Tessera.Sdk.Prompts;

/// <summary>Improves the prompts of a program of language-model layers.</summary>
[PartKind("optimizer")]
public interface IPromptOptimizer
{
    /// <summary>Searches for better prompts.</summary>
    /// <param name="task">The program, the data, the models and where to report.</param>
    /// <param name="cancellationToken">Ends the search early, with an exception.</param>
    /// <returns>The best program found, never worse on the data it was chosen by than the one given.</returns>
    /// <remarks>When a model throws <see cref="Language.BudgetExhaustedException"/>, the best program so far is returned.</remarks>
    Task<OptimizationResult> OptimizeAsync(OptimizationTask task, CancellationToken cancellationToken);
}

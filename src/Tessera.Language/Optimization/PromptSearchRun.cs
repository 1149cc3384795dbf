using Tessera.Language.Journals;
using Tessera.Sdk.Language;
using Tessera.Sdk.Prompts;

namespace Tessera.Language.Optimization;

/// <summary>One search of a step.</summary>
/// <param name="Result">What it found.</param>
/// <param name="Journal">What it tried.</param>
/// <param name="Costs">What had been paid when each iteration ended.</param>
internal sealed record PromptSearchRun(OptimizationResult Result, OptimizationJournal Journal, IReadOnlyList<IterationCost> Costs);

/// <summary>What the step had paid, searches before included, when an iteration ended.</summary>
internal sealed record IterationCost(int Iteration, long Calls, Usage Usage);

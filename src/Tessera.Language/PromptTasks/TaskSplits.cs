using Tessera.Sdk.Prompts;

namespace Tessera.Language.PromptTasks;

/// <summary>A data set in its three parts.</summary>
/// <param name="Training">What prompts are learned from.</param>
/// <param name="Validation">What the best prompt is chosen by.</param>
/// <param name="Test">What nothing is learned from or chosen by.</param>
internal sealed record TaskSplits(IReadOnlyList<Example> Training, IReadOnlyList<Example> Validation, IReadOnlyList<Example> Test);

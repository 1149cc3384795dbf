using Tessera.Sdk.Language;
using Tessera.Sdk.Randomness;

namespace Tessera.Sdk.Prompts;

/// <summary>What an optimizer works on.</summary>
public sealed record OptimizationTask
{
    /// <summary>The program to begin with.</summary>
    public required PromptProgram Program { get; init; }

    /// <summary>The examples to learn from.</summary>
    public required IReadOnlyList<Example> Training { get; init; }

    /// <summary>The examples by which the best program is chosen; empty to choose by <see cref="Training"/>.</summary>
    public IReadOnlyList<Example> Validation { get; init; } = [];

    /// <summary>The examples by which the best program is chosen: <see cref="Validation"/>, or <see cref="Training"/> where there are none.</summary>
    public IReadOnlyList<Example> SelectionExamples => Validation.Count > 0 ? Validation : Training;

    /// <summary>The model that runs the program. It is asked the same questions again and again: give one that remembers its answers.</summary>
    public required ILanguageModel Forward { get; init; }

    /// <summary>The model that proposes prompts and hidden texts.</summary>
    public required ILanguageModel Backward { get; init; }

    /// <summary>Renders templates.</summary>
    public required ITemplateRenderer Templates { get; init; }

    /// <summary>Says how wrong an answer is.</summary>
    public required ILoss Loss { get; init; }

    /// <summary>The origin of all random choices.</summary>
    public Seed Seed { get; init; }

    /// <summary>Where every candidate and its score go.</summary>
    public required IOptimizationTrace Trace { get; init; }
}

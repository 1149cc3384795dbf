namespace Tessera.Sdk.Prompts;

/// <summary>Takes down what an optimizer tried.</summary>
public interface IOptimizationTrace
{
    /// <summary>Takes down a prompt that was tried.</summary>
    /// <param name="candidate">The candidate.</param>
    void Record(PromptCandidate candidate);

    /// <summary>Takes down the numbers of an iteration, such as the bound, the effective sample size and the cost.</summary>
    /// <param name="iteration">Which iteration, from 0.</param>
    /// <param name="values">The numbers by name.</param>
    void Record(int iteration, IReadOnlyDictionary<string, double> values);

    /// <summary>Takes down by which template an optimizer asks, before it does.</summary>
    /// <param name="purpose">What is asked for, such as <c>proposal</c>.</param>
    /// <param name="version">The name and version of the template's wording, such as <c>dln-proposal/1</c>, where it is the optimizer's own; null for wording that its options give.</param>
    void RecordTemplate(string purpose, string? version)
    {
    }
}

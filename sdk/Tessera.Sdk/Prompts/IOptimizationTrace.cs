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
}

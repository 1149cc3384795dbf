namespace Tessera.Adapters.Training.Data;

/// <summary>The examples of each step. They depend on the step's number alone, so that training can go on from any step.</summary>
public interface IExampleStream
{
    /// <summary>Gets the examples of a step.</summary>
    /// <param name="step">The step's number, from 0.</param>
    /// <returns>The examples; as many in every step.</returns>
    IReadOnlyList<TrainingExample> Take(int step);
}

using Tessera.Adapters.Models;

namespace Tessera.Adapters.Training;

/// <summary>An adaptation that can be trained: what is learned, and how much of it is independent of the rest.</summary>
public interface ITrainable : IAdaptation, IDisposable
{
    /// <summary>What is learned, in an order that does not change.</summary>
    IReadOnlyList<TrainedParameter> Parameters { get; }

    /// <summary>
    /// How many members train side by side without knowing of each other, such as experts in one pass; each has an equal share of the
    /// examples of a step, one after another, a loss of its own and a gradient norm of its own.
    /// </summary>
    int Members { get; }

    /// <summary>Told before each step; does nothing where training is the same in every step.</summary>
    /// <param name="step">The step's number, from 0.</param>
    void Prepare(int step)
    {
        // Most of what is trained does not look at the clock.
    }

    /// <summary>Gets some of the members by themselves, so that the examples of a step can go through the model in several passes.</summary>
    /// <param name="first">The first member's index.</param>
    /// <param name="count">How many members; a pass has as many examples of each, perhaps fewer than a step.</param>
    /// <param name="isAlone">Whether no other part of the step has these members: gradients may go where those of the whole are, at once.</param>
    /// <returns>The members; null where all examples of a step must go together.</returns>
    ITrainedPart? Part(int first, int count, bool isAlone = false) => null;
}

using Tessera.Sdk.Randomness;

namespace Tessera.Adapters.Training.Data;

/// <summary>
/// The examples of several tasks for one that learns them all: each task gives as many as any other, up to one, in every step and over all
/// steps. In which order tasks are asked is drawn anew in each round.
/// </summary>
/// <param name="tasks">The examples of each task, one a step; at least one task.</param>
/// <param name="count">How many examples a step takes.</param>
/// <param name="seed">The origin of the orders.</param>
public sealed class BalancedExamples(IReadOnlyList<IExampleStream> tasks, int count, Seed seed) : IExampleStream
{
    private (long Round, int[] Order) _current = (-1, []);

    /// <inheritdoc/>
    public IReadOnlyList<TrainingExample> Take(int step)
    {
        var taken = new TrainingExample[count];
        for (var i = 0; i < count; i++)
        {
            var (round, place) = Math.DivRem((long)step * count + i, tasks.Count);
            if (_current.Round != round) _current = (round, Order(round));
            taken[i] = tasks[_current.Order[place]].Take(checked((int)round))[0];
        }

        return taken;
    }

    private int[] Order(long round)
    {
        var order = Enumerable.Range(0, tasks.Count).ToArray();
        seed.Derive("round", checked((int)round)).CreateRandom().Shuffle(order);
        return order;
    }
}

using Tessera.Sdk.Randomness;

namespace Tessera.Adapters.Training.Data;

/// <summary>The examples of one task, in a new order in each pass over them.</summary>
/// <param name="examples">The examples, at least one.</param>
/// <param name="count">How many a step takes.</param>
/// <param name="seed">The origin of the orders.</param>
public sealed class ShuffledExamples(IReadOnlyList<TrainingExample> examples, int count, Seed seed) : IExampleStream
{
    private (long Pass, TrainingExample[] Order) _current = (-1, []);

    /// <inheritdoc/>
    public IReadOnlyList<TrainingExample> Take(int step)
    {
        var taken = new TrainingExample[count];
        for (var i = 0; i < count; i++)
        {
            var (pass, place) = Math.DivRem((long)step * count + i, examples.Count);
            if (_current.Pass != pass) _current = (pass, Shuffle(pass));
            taken[i] = _current.Order[place];
        }

        return taken;
    }

    private TrainingExample[] Shuffle(long pass)
    {
        var order = examples.ToArray();
        seed.Derive("pass", checked((int)pass)).CreateRandom().Shuffle(order);
        return order;
    }
}

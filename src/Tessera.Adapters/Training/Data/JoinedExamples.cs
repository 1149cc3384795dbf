namespace Tessera.Adapters.Training.Data;

/// <summary>The examples of several streams one after another in each step, as experts that train side by side want them.</summary>
/// <param name="streams">The streams.</param>
public sealed class JoinedExamples(IReadOnlyList<IExampleStream> streams) : IExampleStream
{
    /// <inheritdoc/>
    public IReadOnlyList<TrainingExample> Take(int step) => [.. streams.SelectMany(stream => stream.Take(step))];
}

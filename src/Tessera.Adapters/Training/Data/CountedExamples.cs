namespace Tessera.Adapters.Training.Data;

/// <summary>Counts the tokens that go through the model while examples are taken.</summary>
/// <param name="examples">The examples.</param>
internal sealed class CountedExamples(IExampleStream examples) : IExampleStream
{
    /// <summary>How many tokens were read by the model so far, without padding.</summary>
    public long Tokens { get; private set; }

    public IReadOnlyList<TrainingExample> Take(int step)
    {
        var taken = examples.Take(step);
        // The last token of a text is foretold, never read.
        Tokens += taken.Sum(example => (long)example.Text.Tokens.Count - 1 + Math.Max(0, (example.Rejected?.Tokens.Count ?? 0) - 1));
        return taken;
    }
}

using TorchSharp;

namespace Tessera.Adapters.Models.Scoring;

/// <summary>Scores many continuations: sorted by length into batches, so that little is padded, and with scores over the vocabulary only where they are asked for.</summary>
/// <param name="model">The model.</param>
/// <param name="tokensPerBatch">How many tokens, padding included, go through the model at a time; a longer sequence goes alone.</param>
/// <param name="logitsAtOnce">How many scores of next tokens are in memory at a time.</param>
public sealed class ContinuationScorer(CausalModel model, int tokensPerBatch = 4096, int logitsAtOnce = 1 << 22)
{
    /// <summary>Scores continuations.</summary>
    /// <param name="continuations">The continuations.</param>
    /// <param name="adaptation">What is added to the model's maps; null for the base model.</param>
    /// <param name="cancellationToken">Stops the work between batches.</param>
    /// <returns>For each continuation, in the same order, the natural logarithm of the probability of each of its tokens.</returns>
    /// <exception cref="ArgumentException">A context is empty, or a sequence is longer than the model was made for.</exception>
    public IReadOnlyList<float[]> Score(IReadOnlyList<Continuation> continuations, IAdaptation? adaptation = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(continuations);
        if (continuations.Any(continuation => continuation.Context.Count == 0)) throw new ArgumentException("A context has at least one token.", nameof(continuations));
        var scores = new float[continuations.Count][];
        var asked = Enumerable.Range(0, continuations.Count).OrderByDescending(index => continuations[index].Length).ToList();
        for (var first = 0; first < asked.Count;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            // The last token is never read, only foretold.
            var rows = Math.Clamp(tokensPerBatch / Math.Max(1, continuations[asked[first]].Length - 1), 1, asked.Count - first);
            Score(continuations, asked.GetRange(first, rows), adaptation, scores);
            first += rows;
        }

        return scores;
    }

    private void Score(IReadOnlyList<Continuation> continuations, List<int> rows, IAdaptation? adaptation, float[][] scores)
    {
        foreach (var row in rows) scores[row] = new float[continuations[row].Tokens.Count];
        rows = rows.FindAll(row => continuations[row].Tokens.Count > 0);
        if (rows.Count == 0) return;
        using var scope = torch.NewDisposeScope();
        using var none = torch.no_grad();
        var batch = TokenBatch.Of([.. rows.Select(row => (IReadOnlyList<int>)[.. continuations[row].Context, .. continuations[row].Tokens.SkipLast(1)])], model.Device, [.. rows.Select(row => continuations[row].Task)]);
        var hidden = model.Run(batch, adaptation).reshape(-1, model.HiddenSize);
        var length = batch.Tokens.shape[1];
        var (places, targets) = (new List<long>(), new List<long>());
        for (var row = 0; row < rows.Count; row++)
        {
            var (before, tokens) = (continuations[rows[row]].Context.Count, continuations[rows[row]].Tokens);
            for (var token = 0; token < tokens.Count; token++)
            {
                places.Add(row * length + before - 1 + token);
                targets.Add(tokens[token]);
            }
        }

        var values = Score(hidden, [.. places], [.. targets]);
        var next = 0;
        foreach (var row in rows)
        {
            values.AsSpan(next, scores[row].Length).CopyTo(scores[row]);
            next += scores[row].Length;
        }
    }

    private float[] Score(torch.Tensor hidden, long[] places, long[] targets)
    {
        var values = new float[places.Length];
        var chunk = Math.Max(1, logitsAtOnce / model.VocabularySize);
        for (var first = 0; first < places.Length; first += chunk)
        {
            using var scope = torch.NewDisposeScope();
            var count = Math.Min(chunk, places.Length - first);
            var states = hidden.index_select(0, torch.tensor(places.AsSpan(first, count).ToArray(), device: model.Device));
            var scored = TokenLogProbabilities.Of(model, states, torch.tensor(targets.AsSpan(first, count).ToArray(), device: model.Device));
            scored.to_type(torch.ScalarType.Float32).cpu().data<float>().CopyTo(values.AsSpan(first, count));
        }

        return values;
    }
}

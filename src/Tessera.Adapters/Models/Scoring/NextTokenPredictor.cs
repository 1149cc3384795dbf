using TorchSharp;

namespace Tessera.Adapters.Models.Scoring;

/// <summary>Gives the likeliest next tokens of contexts.</summary>
/// <param name="model">The model.</param>
/// <param name="tokensPerBatch">How many tokens, padding included, go through the model at a time; a longer context goes alone.</param>
internal sealed class NextTokenPredictor(CausalModel model, int tokensPerBatch)
{
    /// <param name="contexts">The contexts' tokens, each at least one.</param>
    /// <param name="counts">For each context, how many tokens are given; all where there are not so many.</param>
    /// <param name="adaptation">What is added to the model's maps; null for the base model.</param>
    /// <param name="cancellationToken">Stops the work between batches.</param>
    /// <returns>For each context, in the same order, tokens with the natural logarithms of their probabilities, the likeliest first.</returns>
    public IReadOnlyList<(int Token, double LogProbability)[]> Predict(
        IReadOnlyList<IReadOnlyList<int>> contexts, IReadOnlyList<int> counts, IAdaptation? adaptation, CancellationToken cancellationToken)
    {
        var answers = new (int, double)[contexts.Count][];
        var waiting = new Queue<int>(Enumerable.Range(0, contexts.Count).OrderByDescending(index => contexts[index].Count));
        while (waiting.TryPeek(out var longest))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var indices = Enumerable.Range(0, Math.Clamp(tokensPerBatch / contexts[longest].Count, 1, waiting.Count)).Select(_ => waiting.Dequeue()).ToList();
            Read(contexts, counts, indices, adaptation, answers);
        }

        return answers;
    }

    private void Read(IReadOnlyList<IReadOnlyList<int>> contexts, IReadOnlyList<int> counts, List<int> indices, IAdaptation? adaptation, (int, double)[][] answers)
    {
        using var scope = torch.NewDisposeScope();
        using var none = torch.no_grad();
        var batch = TokenBatch.Of([.. indices.Select(index => contexts[index])], model.Device);
        var ends = torch.tensor(indices.Select((index, row) => row * batch.Tokens.shape[1] + contexts[index].Count - 1).ToArray(), device: model.Device);
        var logits = model.Score(model.Run(batch, adaptation).reshape(-1, model.HiddenSize).index_select(0, ends)).to_type(torch.ScalarType.Float64);
        foreach (var (row, index) in indices.Index())
        {
            using var ofRow = torch.NewDisposeScope();
            var (values, tokens) = torch.sort(logits[row].log_softmax(0), 0, descending: true, stable: true);
            var count = Math.Min(counts[index], model.VocabularySize);
            answers[index] = [.. tokens.narrow(0, 0, count).cpu().data<long>().ToArray().Zip(values.narrow(0, 0, count).cpu().data<double>().ToArray(), (token, value) => ((int)token, value))];
        }
    }
}

using TorchSharp;

namespace Tessera.Adapters.Models.Scoring;

/// <summary>Log-probabilities of given tokens after given hidden states.</summary>
public static class TokenLogProbabilities
{
    /// <summary>Gets the log-probability of one token for each hidden state. Gradients flow.</summary>
    /// <param name="model">The model.</param>
    /// <param name="hidden">Hidden states, (rows, d).</param>
    /// <param name="targets">The tokens that come next, (rows), 64-bit.</param>
    /// <returns>A new tensor, (rows), in single precision or better.</returns>
    public static torch.Tensor Of(CausalModel model, torch.Tensor hidden, torch.Tensor targets)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(targets);
        using var scope = torch.NewDisposeScope();
        var logits = model.Score(hidden);
        return (logits.gather(1, targets.unsqueeze(1)).squeeze(1) - logits.logsumexp(1)).MoveToOuterDisposeScope();
    }

    /// <summary>Gets the log-probabilities of any number of tokens for each hidden state.</summary>
    /// <param name="model">The model.</param>
    /// <param name="hidden">Hidden states, (rows, d).</param>
    /// <param name="rows">For each token asked for, the row of the state that foretells it.</param>
    /// <param name="targets">The tokens.</param>
    /// <returns>One for each token asked for.</returns>
    internal static double[] Of(CausalModel model, torch.Tensor hidden, IReadOnlyList<long> rows, IReadOnlyList<int> targets)
    {
        using var scope = torch.NewDisposeScope();
        var logits = model.Score(hidden);
        var places = torch.tensor(rows.Zip(targets, (row, target) => row * model.VocabularySize + target).ToArray(), device: model.Device);
        var sums = logits.logsumexp(1).index_select(0, torch.tensor(rows.ToArray(), device: model.Device));
        return (logits.reshape(-1).index_select(0, places) - sums).to_type(torch.ScalarType.Float64).cpu().data<double>().ToArray();
    }
}

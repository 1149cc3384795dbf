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
}

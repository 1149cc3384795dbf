using Tessera.Sdk.Tensors.Native;
using TorchSharp;

namespace Tessera.Adapters.Models.Generation;

/// <summary>Chooses the next token of each sequence from its scores, on the device where they are.</summary>
internal static class TokenChoice
{
    /// <param name="logits">(sequences, vocabulary).</param>
    /// <param name="options">How tokens are chosen.</param>
    /// <param name="random">The generator of each sequence, so that what one gets does not depend on the others.</param>
    /// <returns>The tokens, (sequences).</returns>
    public static torch.Tensor Of(torch.Tensor logits, GenerationOptions options, IReadOnlyList<Random> random)
    {
        if (options.Temperature == 0) return logits.argmax(1);
        using var scope = torch.NewDisposeScope();
        var (probabilities, tokens) = torch.sort(logits.Over(options.Temperature).softmax(1), 1, descending: true, stable: true);
        var reached = probabilities.cumsum(1);
        using var none = 0.ToScalar();
        // The token with which the share is reached is the last one that counts.
        var drawn = probabilities.masked_fill((reached - probabilities).AtLeast(options.TopP), none).cumsum(1);
        var point = torch.tensor(random.Select(one => one.NextDouble()).ToArray(), [random.Count, 1], logits.dtype, logits.device) * drawn.narrow(1, drawn.shape[1] - 1, 1);
        // Rounding may lift the point to the sum itself; the likeliest token is then as good as any.
        var place = (drawn <= point).sum(1, keepdim: true);
        place = place.masked_fill(place.AtLeast(drawn.shape[1]), none);
        return tokens.gather(1, place).squeeze(1).MoveToOuterDisposeScope();
    }
}

using Tessera.Adapters.Models;
using Tessera.Adapters.Models.Scoring;
using Tessera.Adapters.Training.Data;
using Tessera.Sdk.Tensors.Native;
using TorchSharp;

namespace Tessera.Adapters.Training.Losses;

/// <summary>Log-probabilities of the learned tokens of texts, with gradients.</summary>
internal static class TextScores
{
    /// <summary>Gets the summed log-probability of the learned tokens of each text.</summary>
    /// <param name="model">The model.</param>
    /// <param name="adaptation">What is trained.</param>
    /// <param name="texts">The texts, with the task of each.</param>
    /// <param name="context">What the adaptation is told.</param>
    /// <returns>A new tensor, (texts).</returns>
    public static torch.Tensor Sum(CausalModel model, IAdaptation? adaptation, IReadOnlyList<(TrainingText Text, int Task)> texts, LossContext context)
    {
        using var scope = torch.NewDisposeScope();
        // The last token is foretold, never read.
        var batch = TokenBatch.Of([.. texts.Select(text => (IReadOnlyList<int>)new ArraySegment<int>([.. text.Text.Tokens], 0, Math.Max(1, text.Text.Tokens.Count - 1)))], model.Device, [.. texts.Select(text => text.Task)])
            with { Training = context.Training, Seed = context.Seed };
        var hidden = model.Run(batch, adaptation).reshape(-1, model.HiddenSize);
        var length = batch.Tokens.shape[1];
        var (places, targets, owners) = (new List<long>(), new List<long>(), new List<long>());
        for (var row = 0; row < texts.Count; row++)
        {
            var (tokens, given) = texts[row].Text;
            for (var token = given; token < tokens.Count; token++)
            {
                places.Add(row * length + token - 1);
                targets.Add(tokens[token]);
                owners.Add(row);
            }
        }

        var states = hidden.index_select(0, torch.tensor(places.ToArray(), device: model.Device));
        var scores = TokenLogProbabilities.Of(model, states, torch.tensor(targets.ToArray(), device: model.Device));
        using var zeros = torch.zeros(texts.Count, scores.dtype, scores.device);
        return zeros.PlusAt(0, torch.tensor(owners.ToArray(), device: model.Device), scores).MoveToOuterDisposeScope();
    }
}

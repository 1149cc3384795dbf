using Tessera.Adapters.Models;
using Tessera.Adapters.Training.Data;
using TorchSharp;

namespace Tessera.Adapters.Training.Losses;

/// <summary>
/// −log σ(log p(preferred) − log p(rejected)), with summed log-probabilities: the logistic loss of a pair (Bradley and Terry 1952),
/// as minimal pairs are judged, without a reference model. What both texts begin with is read, and left out of both sums.
/// </summary>
public sealed class PreferenceLoss : ITrainingLoss
{
    /// <inheritdoc/>
    /// <exception cref="ArgumentException">An example has no rejected text.</exception>
    public torch.Tensor Evaluate(CausalModel model, IAdaptation? adaptation, IReadOnlyList<TrainingExample> examples, LossContext context)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(examples);
        using var scope = torch.NewDisposeScope();
        // The two texts of a pair stand beside each other, so that what belongs to one expert stays together.
        var texts = examples.SelectMany(example =>
        {
            var (text, rejected) = PreferencePair.Of(example.Text, example.Rejected ?? throw new ArgumentException("A preference needs a rejected text in each example.", nameof(examples)));
            return new[] { (text, example.Task), (rejected, example.Task) };
        });
        var scores = TextScores.Sum(model, adaptation, [.. texts], context).reshape(-1, 2);
        return torch.nn.functional.logsigmoid(scores.select(1, 0) - scores.select(1, 1)).neg().MoveToOuterDisposeScope();
    }
}

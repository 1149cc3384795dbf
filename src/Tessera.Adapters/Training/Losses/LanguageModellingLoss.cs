using Tessera.Adapters.Models;
using Tessera.Adapters.Training.Data;
using TorchSharp;

namespace Tessera.Adapters.Training.Losses;

/// <summary>The mean negative log-probability of the learned tokens of an example: cross entropy, with what is given masked.</summary>
public sealed class LanguageModellingLoss : ITrainingLoss
{
    /// <inheritdoc/>
    public torch.Tensor Evaluate(CausalModel model, IAdaptation? adaptation, IReadOnlyList<TrainingExample> examples, LossContext context)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(examples);
        using var scope = torch.NewDisposeScope();
        var sums = TextScores.Sum(model, adaptation, [.. examples.Select(example => (example.Text, example.Task))], context);
        var counts = torch.tensor(examples.Select(example => (float)Math.Max(1, example.Text.Learned)).ToArray(), device: model.Device);
        return (-sums / counts).MoveToOuterDisposeScope();
    }
}

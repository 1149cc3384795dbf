using Tessera.Adapters.Models;
using Tessera.Adapters.Training.Data;
using TorchSharp;

namespace Tessera.Adapters.Training.Losses;

/// <summary>By the example: <see cref="PreferenceLoss"/> where it has a rejected text, otherwise <see cref="LanguageModellingLoss"/>. One pass computes both.</summary>
public sealed class ExampleLoss : ITrainingLoss
{
    /// <inheritdoc/>
    public torch.Tensor Evaluate(CausalModel model, IAdaptation? adaptation, IReadOnlyList<TrainingExample> examples, LossContext context)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(examples);
        using var scope = torch.NewDisposeScope();
        // Every example has two rows, so that what belongs to one expert stays together: the second of an example without a rejected text is not looked at.
        var texts = examples.SelectMany(example =>
        {
            var (text, other) = example.Rejected is { } rejected ? PreferencePair.Of(example.Text, rejected) : new PreferencePair(example.Text, example.Text);
            return new[] { (text, example.Task), (other, example.Task) };
        });
        var scores = TextScores.Sum(model, adaptation, [.. texts], context).reshape(-1, 2);
        var (right, wrong) = (scores.select(1, 0), scores.select(1, 1));
        var prefers = torch.tensor(examples.Select(example => example.Rejected is not null).ToArray(), device: model.Device);
        var counts = torch.tensor(examples.Select(example => (float)Math.Max(1, example.Text.Learned)).ToArray(), device: model.Device);
        return torch.where(prefers, torch.nn.functional.logsigmoid(right - wrong).neg(), -right / counts).MoveToOuterDisposeScope();
    }
}

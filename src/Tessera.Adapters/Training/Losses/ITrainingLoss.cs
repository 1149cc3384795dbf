using Tessera.Adapters.Models;
using Tessera.Adapters.Training.Data;
using TorchSharp;

namespace Tessera.Adapters.Training.Losses;

/// <summary>What training makes small.</summary>
public interface ITrainingLoss
{
    /// <summary>Gets the loss of each example. Gradients flow to what the adaptation adds.</summary>
    /// <param name="model">The base model.</param>
    /// <param name="adaptation">What is trained.</param>
    /// <param name="examples">The examples.</param>
    /// <param name="context">What the adaptation is told about the step.</param>
    /// <returns>A new tensor, (examples), in single precision or better.</returns>
    torch.Tensor Evaluate(CausalModel model, IAdaptation? adaptation, IReadOnlyList<TrainingExample> examples, LossContext context);
}

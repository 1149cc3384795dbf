using Tessera.Adapters.Models;
using Tessera.Adapters.Training;
using Tessera.Adapters.Training.Experts;
using TorchSharp;

namespace Tessera.Benchmarks.Training;

/// <summary>Experts that are trained through the model's own layers and libtorch's gradients, as an adapter is trained elsewhere.</summary>
internal sealed class OrdinaryLayers(ExpertsInTraining experts) : ITrainable
{
    public IReadOnlyList<TrainedParameter> Parameters => experts.Parameters;

    public int Members => experts.Members;

    public IReadOnlyList<torch.Tensor?> Adapt(MapGroup group, torch.Tensor hidden, TokenBatch batch) => experts.Adapt(group, hidden, batch);

    public void Dispose() => experts.Dispose();
}

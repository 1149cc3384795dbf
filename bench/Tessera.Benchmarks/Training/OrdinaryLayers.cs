using Tessera.Adapters.Models;
using Tessera.Adapters.Training;
using TorchSharp;

namespace Tessera.Benchmarks.Training;

/// <summary>What is trained through the model's own layers and libtorch's gradients, as an adapter is trained elsewhere: the fused layers do not know it.</summary>
/// <param name="trained">What is trained.</param>
/// <param name="inParts">Whether the examples of a step go through the model in several passes.</param>
internal sealed class OrdinaryLayers(ITrainable trained, bool inParts) : ITrainable
{
    public IReadOnlyList<TrainedParameter> Parameters => trained.Parameters;

    public int Members => trained.Members;

    public void Prepare(int step) => trained.Prepare(step);

    public IReadOnlyList<torch.Tensor?> Adapt(MapGroup group, torch.Tensor hidden, TokenBatch batch) => trained.Adapt(group, hidden, batch);

    public ITrainedPart? Part(int first, int count, bool isAlone = false) => inParts && trained.Part(first, count, isAlone) is { } part ? new Ordinary(part) : null;

    public void Dispose() => trained.Dispose();

    private sealed class Ordinary(ITrainedPart part) : ITrainedPart
    {
        public IReadOnlyList<torch.Tensor?> Adapt(MapGroup group, torch.Tensor hidden, TokenBatch batch) => part.Adapt(group, hidden, batch);

        public void Learn(torch.Tensor loss) => part.Learn(loss);

        public void Gather() => part.Gather();

        public void Dispose() => part.Dispose();
    }
}

using Tessera.Adapters.Models;
using Tessera.Adapters.Training;
using Tessera.Adapters.Training.Skills;
using TorchSharp;

namespace Tessera.Benchmarks.Skills;

/// <summary>Skills that are trained in the same passes, but through the model's own layers and libtorch's gradients.</summary>
internal sealed class AskedAtEachMap(SkillsInTraining skills) : ITrainable
{
    public IReadOnlyList<TrainedParameter> Parameters => skills.Parameters;

    public int Members => skills.Members;

    public IReadOnlyList<torch.Tensor?> Adapt(MapGroup group, torch.Tensor hidden, TokenBatch batch) => skills.Adapt(group, hidden, batch);

    public ITrainedPart? Part(int first, int count) => skills.Part(first, count) is { } part ? new Plain(part) : null;

    public void Dispose() => skills.Dispose();

    private sealed class Plain(ITrainedPart part) : ITrainedPart
    {
        public IReadOnlyList<torch.Tensor?> Adapt(MapGroup group, torch.Tensor hidden, TokenBatch batch) => part.Adapt(group, hidden, batch);

        public void Learn(torch.Tensor loss) => part.Learn(loss);

        public void Gather() => part.Gather();

        public void Dispose() => part.Dispose();
    }
}

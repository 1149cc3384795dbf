using Tessera.Adapters.Models;
using TorchSharp;

namespace Tessera.Adapters.Training.Skills;

/// <summary>Skills in one of several passes of a step: the same skills and routing as in the others, with gradients of the pass.</summary>
internal sealed class SkillsPart(SkillsInTraining skills) : ITrainedPart
{
    private readonly torch.Tensor[] _learned = [.. skills.Parameters.Select(parameter => parameter.Value)];
    private PassGradients? _gradients;

    public IReadOnlyList<torch.Tensor?> Adapt(MapGroup group, torch.Tensor hidden, TokenBatch batch) => skills.Adapt(group, hidden, batch);

    public void Learn(torch.Tensor loss) => _gradients = PassGradients.Of(loss, _learned);

    public void Gather() => _gradients?.AddTo(_learned);

    public void Dispose() => _gradients?.Dispose();
}

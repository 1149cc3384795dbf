using Tessera.Adapters.Models;
using Tessera.Adapters.Training;
using TorchSharp;

namespace Tessera.Adapters.Pretraining;

/// <summary>A model whose own weights are trained: it adds nothing to its maps.</summary>
internal sealed class WholeModel(NewWeights weights) : ITrainable
{
    public IReadOnlyList<TrainedParameter> Parameters { get; } = weights.Parameters;

    public int Members => 1;

    public IReadOnlyList<torch.Tensor?> Adapt(MapGroup group, torch.Tensor hidden, TokenBatch batch) => new torch.Tensor?[group.Maps.Count];

    /// <summary>Disposes of the gradients; the weights are the model's.</summary>
    public void Dispose()
    {
        foreach (var parameter in Parameters) parameter.Value.grad?.Dispose();
    }
}

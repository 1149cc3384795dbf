using TorchSharp;

namespace Tessera.Adapters.Models.Layers;

/// <summary>What all layers share while a batch goes through a model.</summary>
/// <param name="Batch">The sequences.</param>
/// <param name="Adaptation">What is added to the maps; null for nothing.</param>
/// <param name="Cache">What the tokens before have left; null for none.</param>
/// <param name="Rotation">How queries and keys are turned by their positions.</param>
/// <param name="Mask">Which keys each token looks at, (batch or 1, 1, length, keys); null where <paramref name="Causal"/> says it.</param>
/// <param name="Causal">Whether each token looks at itself and all before it; otherwise, without a mask, it looks at everything.</param>
internal sealed record Pass(TokenBatch Batch, IAdaptation? Adaptation, KeyValueCache? Cache, Rotation Rotation, torch.Tensor? Mask, bool Causal)
{
    public long Sequences => Batch.Tokens.shape[0];

    public long Length => Batch.Tokens.shape[1];
}

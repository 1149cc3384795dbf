using TorchSharp;

namespace Tessera.Adapters.Models.Fused;

/// <summary>An adaptation in training that can take sequences through the layers of a small model by itself, which is faster than to be asked at each map.</summary>
internal interface IFusedAdaptation : IAdaptation
{
    /// <summary>Runs all layers.</summary>
    /// <param name="decoder">The layers.</param>
    /// <param name="embedded">The embeddings, (batch · length, d).</param>
    /// <param name="batch">The sequences.</param>
    /// <returns>
    /// The hidden states after the last layer, (batch · length, d), whose gradient the adaptation carries on; zero at padding. Null where it has to be asked at each map.
    /// </returns>
    torch.Tensor? Run(FusedDecoder decoder, torch.Tensor embedded, TokenBatch batch);
}

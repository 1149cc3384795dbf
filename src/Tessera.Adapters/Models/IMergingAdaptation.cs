using TorchSharp;

namespace Tessera.Adapters.Models;

/// <summary>An adaptation that can put what it adds into the weights of maps, which is faster where maps are small and many rows go through them.</summary>
public interface IMergingAdaptation : IAdaptation
{
    /// <summary>Gets the weights of maps that share an input, with what is added to them.</summary>
    /// <param name="group">The maps, as <see cref="CausalModel.Groups"/> lists them.</param>
    /// <param name="weight">Their weights on top of each other, (Σ d_out, d_in).</param>
    /// <param name="batch">The sequences that go through them.</param>
    /// <returns>
    /// New weights, (n, Σ d_out, d_in), for n equal shares of the rows, one after another; null where the maps are better left as they are, and
    /// <see cref="IAdaptation.Adapt"/> is asked.
    /// </returns>
    torch.Tensor? Merge(MapGroup group, torch.Tensor weight, TokenBatch batch);
}

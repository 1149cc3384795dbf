using TorchSharp;

namespace Tessera.Adapters.Models;

/// <summary>What stands beside the maps of a base model and adds to their outputs: a LoRA, a routed library, experts in training.</summary>
public interface IAdaptation
{
    /// <summary>Gets what is added to the outputs of maps that share an input. It is asked once for each group in each pass.</summary>
    /// <param name="group">The maps, as <see cref="CausalModel.Groups"/> lists them.</param>
    /// <param name="hidden">The maps' input, (batch · length, d_in): the sequences one after another, padding included.</param>
    /// <param name="batch">The sequences that the input comes from.</param>
    /// <returns>New tensors, (batch · length, d_out), in the order of the group's maps; null for a map that is left alone.</returns>
    IReadOnlyList<torch.Tensor?> Adapt(MapGroup group, torch.Tensor hidden, TokenBatch batch);
}

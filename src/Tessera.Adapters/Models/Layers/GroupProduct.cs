using Tessera.Sdk.Tensors.Native;
using TorchSharp;
using static TorchSharp.torch.nn;

namespace Tessera.Adapters.Models.Layers;

/// <summary>The linear maps of one group: one product with their weights on top of each other, and what an adaptation adds to each.</summary>
internal sealed class GroupProduct(MapGroup group, torch.Tensor weight, torch.Tensor? bias)
{
    private readonly long[] _sizes = [.. group.Maps.Select(map => (long)map.OutputSize)];

    public MapGroup Group => group;

    /// <summary>The weights on top of each other, (Σ d_out, d_in).</summary>
    public torch.Tensor Weight => weight;

    public bool HasOffset => bias is not null;

    /// <summary>Applies the maps.</summary>
    /// <param name="hidden">(batch · length, d_in).</param>
    /// <param name="pass">The pass.</param>
    /// <returns>The outputs, (batch · length, d_out), in the order of the maps.</returns>
    public torch.Tensor[] Apply(torch.Tensor hidden, Pass pass)
    {
        var outputs = Split(functional.linear(hidden, weight, bias));
        if (pass.Adaptation?.Adapt(group, hidden, pass.Batch) is not { } additions) return outputs;
        for (var map = 0; map < outputs.Length; map++)
        {
            if (additions[map] is { } addition) outputs[map] = outputs[map].Plus(addition);
        }

        return outputs;
    }

    private torch.Tensor[] Split(torch.Tensor product) => _sizes.Length == 1 ? [product] : product.split(_sizes, -1);
}

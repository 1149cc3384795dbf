using Tessera.Adapters.Models.Fused;
using Tessera.Sdk.Tensors.Native;
using TorchSharp;

namespace Tessera.Adapters.Models.Layers;

/// <summary>RMSNorm (arXiv 1910.07467), computed in single precision or better.</summary>
internal sealed class RootMeanSquareNorm(torch.Tensor weight, double epsilon) : Normalization
{
    public override torch.Tensor Apply(torch.Tensor hidden)
    {
        if (hidden.dtype is torch.ScalarType.Float32 or torch.ScalarType.Float64) return Scale(hidden) * weight;
        return Scale(hidden.to_type(torch.ScalarType.Float32)).to_type(hidden.dtype) * weight;
    }

    /// <summary>Lays out the norm for fused passes; null where its weight cannot be gone through.</summary>
    public FusedNorm? Fuse() => FusedDecoder.IsPlain(weight) ? new FusedNorm(weight.data<float>().ToArray(), epsilon) : null;

    private torch.Tensor Scale(torch.Tensor hidden) => hidden * hidden.Squared().mean([-1L], keepdim: true).Accumulate(epsilon).rsqrt_();
}

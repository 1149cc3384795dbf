using TorchSharp;
using static TorchSharp.torch.nn;

namespace Tessera.Adapters.Models.Layers;

/// <summary>Layer normalisation (arXiv 1607.06450).</summary>
internal sealed class LayerNorm(torch.Tensor weight, torch.Tensor bias, double epsilon) : Normalization
{
    public override torch.Tensor Apply(torch.Tensor hidden) => functional.layer_norm(hidden, weight.shape, weight, bias, epsilon);
}

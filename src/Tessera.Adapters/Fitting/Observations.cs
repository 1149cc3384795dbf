using TorchSharp;

namespace Tessera.Adapters.Fitting;

/// <summary>What a task observed, and how far the base map is from it.</summary>
/// <param name="Input">(n, d_in), n at least 1, all finite.</param>
/// <param name="Residual">(n, d_out), the targets less what the base map gives; all finite.</param>
/// <param name="IsExplained">Whether the base map gives the targets already, up to rounding.</param>
internal sealed record Observations(torch.Tensor Input, torch.Tensor Residual, bool IsExplained);

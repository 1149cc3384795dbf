using TorchSharp;

namespace Tessera.Sdk.Tensors.Experts;

/// <summary>The two factors of a LoRA expert for one linear map: ΔW = scaling · B · A.</summary>
/// <remarks>
/// Whoever makes the factors owns the tensors; a bank owns those of its experts. Their element type is a floating-point one, which may
/// differ from that of hidden states and of other experts: convert before multiplying.
/// </remarks>
/// <param name="A">The factor next to the input, (rank, d_in), as PEFT stores <c>lora_A.weight</c>.</param>
/// <param name="B">The factor next to the output, (d_out, rank), as PEFT stores <c>lora_B.weight</c>.</param>
/// <param name="Scaling">The factor of the product: alpha / rank, or alpha / √rank for rank-stabilised LoRA; not negative.</param>
public sealed record LoraFactors(torch.Tensor A, torch.Tensor B, double Scaling)
{
    /// <summary>The rank, which may differ between experts.</summary>
    public int Rank => (int)A.shape[0];
}

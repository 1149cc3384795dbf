using TorchSharp;

namespace Tessera.Adapters.Lora;

/// <summary>
/// The orders in which implementations of Poly and MHR keep the axes of an inventory of K skills with S heads. Those of the MHR code and
/// of PEFT (<c>poly_lora_A</c>, <c>poly_lora_B</c>) are the same: A is (S, K, d_in/S, r), B is (S, K, r, d_out/S). MTTL has A as
/// (K, S, d_in/S, r) and B as (K, r, S, d_out/S).
/// </summary>
public static class InventoryAxes
{
    /// <summary>A of MTTL in the order of MHR and PEFT.</summary>
    /// <param name="a">(K, S, d_in/S, r).</param>
    /// <returns>A new tensor, (S, K, d_in/S, r).</returns>
    public static torch.Tensor AFromMttl(torch.Tensor a) => Permute(a, 1, 0, 2, 3);

    /// <summary>B of MTTL in the order of MHR and PEFT.</summary>
    /// <param name="b">(K, r, S, d_out/S).</param>
    /// <returns>A new tensor, (S, K, r, d_out/S).</returns>
    public static torch.Tensor BFromMttl(torch.Tensor b) => Permute(b, 2, 0, 1, 3);

    /// <summary>A of MHR and PEFT in the order of MTTL.</summary>
    /// <param name="a">(S, K, d_in/S, r).</param>
    /// <returns>A new tensor, (K, S, d_in/S, r).</returns>
    public static torch.Tensor AToMttl(torch.Tensor a) => Permute(a, 1, 0, 2, 3);

    /// <summary>B of MHR and PEFT in the order of MTTL.</summary>
    /// <param name="b">(S, K, r, d_out/S).</param>
    /// <returns>A new tensor, (K, r, S, d_out/S).</returns>
    public static torch.Tensor BToMttl(torch.Tensor b) => Permute(b, 1, 2, 0, 3);

    /// <summary>One skill of an inventory as an expert's A, in PEFT's order.</summary>
    /// <param name="a">(S, K, d_in/S, r).</param>
    /// <param name="skill">The skill.</param>
    /// <returns>A new tensor, (r, d_in).</returns>
    public static torch.Tensor AOfSkill(torch.Tensor a, int skill)
    {
        using var scope = torch.NewDisposeScope();
        return a.select(1, skill).reshape(-1, a.shape[3]).t().contiguous().clone().MoveToOuterDisposeScope();
    }

    /// <summary>One skill of an inventory as an expert's B, in PEFT's order.</summary>
    /// <param name="b">(S, K, r, d_out/S).</param>
    /// <param name="skill">The skill.</param>
    /// <returns>A new tensor, (d_out, r).</returns>
    public static torch.Tensor BOfSkill(torch.Tensor b, int skill)
    {
        using var scope = torch.NewDisposeScope();
        return b.select(1, skill).permute(0, 2, 1).reshape(-1, b.shape[2]).contiguous().clone().MoveToOuterDisposeScope();
    }

    private static torch.Tensor Permute(torch.Tensor tensor, params long[] order)
    {
        using var scope = torch.NewDisposeScope();
        return tensor.permute(order).contiguous().clone().MoveToOuterDisposeScope();
    }
}

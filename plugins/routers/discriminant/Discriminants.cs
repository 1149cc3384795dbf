using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Tensors.Experts;
using TorchSharp;

namespace Tessera.Routers.Discriminant;

/// <summary>The linear discriminants of experts, in double precision.</summary>
/// <param name="Directions">One row an expert, (P, d_in).</param>
/// <param name="Offsets">What is added to each score, (P).</param>
/// <param name="Experts">The expert of each row, (P), 64-bit, ascending.</param>
internal sealed record Discriminants(torch.Tensor Directions, torch.Tensor Offsets, torch.Tensor Experts) : IDisposable
{
    private const string DirectionsName = "directions", OffsetsName = "offsets", ExpertsName = "experts";

    public static Discriminants Restore(IReadOnlyDictionary<string, torch.Tensor> state, ExpertBank bank)
    {
        if (!state.TryGetValue(DirectionsName, out var directions) || !state.TryGetValue(OffsetsName, out var offsets) || !state.TryGetValue(ExpertsName, out var experts)
            || directions.dim() != 2 || directions.shape[1] != bank.Map.InputSize || !directions.is_floating_point()
            || offsets.dim() != 1 || offsets.shape[0] != directions.shape[0] || !offsets.is_floating_point()
            || experts.dim() != 1 || experts.shape[0] != directions.shape[0] || experts.dtype != torch.ScalarType.Int64
            || (experts.shape[0] > 0 && (experts.min().ToInt64() < 0 || experts.max().ToInt64() >= bank.Count || !experts.diff().gt(0).all().ToBoolean())))
            throw new TesseraException(Diagnostic.Error(
                "TESS5401", $"The saved routing does not fit {bank.Map.Name} with {bank.Count} experts.",
                remedy: $"The discriminant router saves '{DirectionsName}' (experts, {bank.Map.InputSize}), '{OffsetsName}' and '{ExpertsName}'. Calibrate it anew."));
        return new Discriminants(directions.clone().DetachFromDisposeScope(), offsets.clone().DetachFromDisposeScope(), experts.clone().DetachFromDisposeScope());
    }

    public Dictionary<string, torch.Tensor> ToState() => new() { [DirectionsName] = Directions, [OffsetsName] = Offsets, [ExpertsName] = Experts };

    public void Dispose()
    {
        Directions.Dispose();
        Offsets.Dispose();
        Experts.Dispose();
    }
}

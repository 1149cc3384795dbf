using static TorchSharp.torch;

namespace Tessera.Adapters.Merging;

/// <summary>The types in which factors are merged.</summary>
internal static class FactorTypes
{
    /// <summary>Single precision, or double where a factor is of it.</summary>
    public static ScalarType Working(IReadOnlyList<WeightedExpert> experts) =>
        experts.Any(expert => expert.Factors.A.dtype == ScalarType.Float64 || expert.Factors.B.dtype == ScalarType.Float64) ? ScalarType.Float64 : ScalarType.Float32;

    /// <summary>The type that all factors have; null where they differ.</summary>
    public static ScalarType? Shared(IReadOnlyList<WeightedExpert> experts)
    {
        var first = experts[0].Factors.A.dtype;
        return experts.All(expert => expert.Factors.A.dtype == first && expert.Factors.B.dtype == first) ? first : null;
    }
}

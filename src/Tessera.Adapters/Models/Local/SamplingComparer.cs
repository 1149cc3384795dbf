using System.Diagnostics.CodeAnalysis;
using Tessera.Sdk.Language;

namespace Tessera.Adapters.Models.Local;

/// <summary>Finds what is drawn alike, and so can go through a model together.</summary>
internal sealed class SamplingComparer : IEqualityComparer<SamplingOptions>
{
    public static readonly SamplingComparer Instance = new();

    public bool Equals(SamplingOptions? x, SamplingOptions? y) =>
        x is null || y is null ? x == y : x with { Stop = y.Stop } == y && x.Stop.SequenceEqual(y.Stop, StringComparer.Ordinal);

    public int GetHashCode([DisallowNull] SamplingOptions obj) => HashCode.Combine(obj.Temperature, obj.TopP, obj.MaxTokens, obj.Stop.Count);
}

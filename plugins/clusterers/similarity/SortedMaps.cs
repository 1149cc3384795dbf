using Tessera.Sdk.Tensors.Experts;

namespace Tessera.Clusterers.Similarity;

/// <summary>Goes through maps by name, so that rounding does not depend on the order in which a library lists them.</summary>
internal static class SortedMaps
{
    public static IReadOnlyList<int> Of(IExpertLibrary library) =>
        [.. Enumerable.Range(0, library.Maps.Count).OrderBy(map => library.Maps[map].Name, StringComparer.Ordinal)];
}

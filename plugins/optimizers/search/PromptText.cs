namespace Tessera.Optimizers.Search;

/// <summary>Decides when two texts are the same: when they differ in white space alone.</summary>
internal sealed class PromptText : IEqualityComparer<string>
{
    public static readonly PromptText Comparer = new();

    public bool Equals(string? x, string? y) => x is null ? y is null : y is not null && Canonical(x) == Canonical(y);

    public int GetHashCode(string obj) => string.GetHashCode(Canonical(obj), StringComparison.Ordinal);

    private static string Canonical(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}

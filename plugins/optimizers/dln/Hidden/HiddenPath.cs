namespace Tessera.Optimizers.Dln.Hidden;

/// <summary>What the layers but the last wrote about an example, one text a layer: nothing in a program of one layer, one hidden text in one of two.</summary>
/// <param name="texts">The texts, from input to output.</param>
internal sealed class HiddenPath(IReadOnlyList<string> texts) : IEquatable<HiddenPath>
{
    /// <summary>The texts, from input to output.</summary>
    public IReadOnlyList<string> Texts { get; } = texts;

    /// <summary>Whether every layer wrote something.</summary>
    public bool IsWhole => Texts.All(text => text.Length > 0);

    /// <summary>What a layer reads of the layer below; empty for the first one.</summary>
    public string Below(int layer) => layer == 0 ? "" : Texts[layer - 1];

    public bool Equals(HiddenPath? other) => other is not null && Texts.SequenceEqual(other.Texts, StringComparer.Ordinal);

    public override bool Equals(object? obj) => Equals(obj as HiddenPath);

    public override int GetHashCode() => Texts.Aggregate(0, HashCode.Combine);
}

namespace Tessera.Clusterers.Similarity;

/// <summary>Numbers clusters by first appearance.</summary>
internal static class Numbering
{
    public static int[] ByFirstAppearance<TLabel>(IReadOnlyList<TLabel> labels) where TLabel : notnull
    {
        var numbers = new Dictionary<TLabel, int>();
        return [.. labels.Select(label =>
        {
            if (!numbers.TryGetValue(label, out var number)) numbers[label] = number = numbers.Count;
            return number;
        })];
    }
}

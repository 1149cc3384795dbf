using Tessera.Sdk.Prompts;

namespace Tessera.Optimizers.Dln.Hidden;

/// <summary>The distinct hidden texts that are remembered for each example.</summary>
/// <param name="most">How many are remembered for an example.</param>
internal sealed class HiddenSupports(int most)
{
    private static readonly IReadOnlyList<string> None = [];

    private readonly Dictionary<Example, IReadOnlyList<string>> _texts = [];

    /// <summary>An example's texts, the weightiest first.</summary>
    public IReadOnlyList<string> Of(Example example) => _texts.GetValueOrDefault(example, None);

    /// <summary>Adds texts that are not there yet.</summary>
    public void Add(Example example, IEnumerable<string> texts) => _texts[example] = [.. Of(example).Concat(texts).Distinct(StringComparer.Ordinal)];

    /// <summary>Remembers the weightiest of some texts in place of those before.</summary>
    /// <param name="example">The example.</param>
    /// <param name="texts">Distinct texts.</param>
    /// <param name="weights">How much each counts.</param>
    public void Keep(Example example, IReadOnlyList<string> texts, IReadOnlyList<double> weights) =>
        _texts[example] = [.. texts.Zip(weights).OrderByDescending(pair => pair.Second).Take(most).Select(pair => pair.First)];
}

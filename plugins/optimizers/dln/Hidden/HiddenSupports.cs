using Tessera.Sdk.Prompts;

namespace Tessera.Optimizers.Dln.Hidden;

/// <summary>The distinct hidden paths that are remembered for each example.</summary>
/// <param name="most">How many are remembered for an example.</param>
internal sealed class HiddenSupports(int most)
{
    private static readonly IReadOnlyList<HiddenPath> None = [];

    private readonly Dictionary<Example, IReadOnlyList<HiddenPath>> _paths = [];

    /// <summary>An example's paths, the weightiest first.</summary>
    public IReadOnlyList<HiddenPath> Of(Example example) => _paths.GetValueOrDefault(example, None);

    /// <summary>Adds paths that are not there yet.</summary>
    public void Add(Example example, IEnumerable<HiddenPath> paths) => _paths[example] = [.. Of(example).Concat(paths).Distinct()];

    /// <summary>Remembers the weightiest of some paths in place of those before.</summary>
    /// <param name="example">The example.</param>
    /// <param name="paths">Distinct paths.</param>
    /// <param name="weights">How much each counts.</param>
    public void Keep(Example example, IReadOnlyList<HiddenPath> paths, IReadOnlyList<double> weights) =>
        _paths[example] = [.. paths.Zip(weights).OrderByDescending(pair => pair.Second).Take(most).Select(pair => pair.First)];
}

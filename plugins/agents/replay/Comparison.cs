using System.Text.RegularExpressions;
using Tessera.Sdk.Tools;

namespace Tessera.Agents.Replay;

/// <summary>Compares what a call answers with what it answered when it was recorded.</summary>
/// <remarks>What no two runs have in common is left out: durations, addresses of objects, and the place of the project.</remarks>
internal sealed partial class Comparison(string? recordedRoot, string root)
{
    /// <summary>What differs, as a unified difference; null where nothing does.</summary>
    public string? Difference(RecordedCall recorded, IReadOnlyList<Observation> observations)
    {
        if (recorded.Observations is null) return null;
        var before = Comparable(string.Join('\n', recorded.Observations), recordedRoot);
        var after = Comparable(string.Join('\n', observations.Select(observation => observation.Text)), root);
        return before == after ? null : UnifiedDifference.Between(before, after, "recorded", "observed", context: 1);
    }

    private static string Comparable(string text, string? root)
    {
        if (root is { Length: > 1 }) text = text.Replace(root, "ROOT", StringComparison.Ordinal);
        return Varying().Replace(text, "~");
    }

    [GeneratedRegex(@"\b0x[0-9a-fA-F]{6,16}\b|\b\d+(?:\.\d+)? ?(?:s|ms|seconds?|milliseconds?)\b", RegexOptions.CultureInvariant)]
    private static partial Regex Varying();
}

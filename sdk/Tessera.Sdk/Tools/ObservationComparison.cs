using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Tessera.Sdk.Tools;

/// <summary>Compares what a call answered at one time with what it answered at another.</summary>
/// <remarks>What no two runs have in common is left out: durations, addresses in memory, and the place of the project.</remarks>
public static partial class ObservationComparison
{
    /// <summary>Compares two answers.</summary>
    /// <param name="recorded">The texts of the earlier answer.</param>
    /// <param name="recordedRoot">The project's folder at that time; null where it is not known.</param>
    /// <param name="observed">The later answer.</param>
    /// <param name="observedRoot">The project's folder now.</param>
    /// <returns>What differs, as a unified difference; null where nothing does.</returns>
    public static string? Difference(IEnumerable<string> recorded, string? recordedRoot, IEnumerable<Observation> observed, string observedRoot)
    {
        var before = Comparable(string.Join('\n', recorded), recordedRoot);
        var after = Comparable(string.Join('\n', observed.Select(observation => observation.Text)), observedRoot);
        return before == after ? null : UnifiedDifference.Between(before, after, "recorded", "observed", context: 1);
    }

    /// <summary>Names an answer so that equal names mean equal answers, what no two runs have in common left out.</summary>
    /// <param name="observed">The answer.</param>
    /// <param name="root">The project's folder.</param>
    /// <returns>A hash in hexadecimal.</returns>
    public static string Fingerprint(IEnumerable<Observation> observed, string root) => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes(Comparable(string.Join('\n', observed.Select(observation => observation.Text)), root))));

    /// <summary>A text without what no two runs have in common.</summary>
    /// <param name="text">The text.</param>
    /// <param name="root">The project's folder; null where it is not known, and stays in the text.</param>
    /// <returns>The text with marks in the places of durations, addresses in memory and the folder.</returns>
    public static string Comparable(string text, string? root)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (root is { Length: > 1 }) text = text.Replace(root, "ROOT", StringComparison.Ordinal);
        return Varying().Replace(text, "~");
    }

    [GeneratedRegex(@"\b0x[0-9a-fA-F]{6,16}\b|\b\d+(?:\.\d+)? ?(?:s|ms|seconds?|milliseconds?)\b", RegexOptions.CultureInvariant)]
    private static partial Regex Varying();
}

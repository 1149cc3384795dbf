using System.IO.Enumeration;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Adapters.Tasks;

/// <summary>Chooses tasks by their names, or by patterns with <c>*</c> and <c>?</c>.</summary>
internal static class TaskPatterns
{
    /// <returns>The tasks that are meant, each once, in the order of <paramref name="known"/>.</returns>
    /// <exception cref="TesseraException">A name or pattern means none (TESS5514).</exception>
    public static IReadOnlyList<string> Choose(IReadOnlyList<string> patterns, IReadOnlyList<string> known, string folder)
    {
        if (patterns.FirstOrDefault(pattern => !known.Any(name => IsMeant(pattern, name))) is { } unknown)
            throw new TesseraException(Diagnostic.Error("TESS5514", $"No task is meant by '{unknown}'.", new SourceLocation(folder), NearestName.Suggest(unknown, known)));
        return [.. known.Where(name => patterns.Any(pattern => IsMeant(pattern, name)))];
    }

    private static bool IsMeant(string pattern, string name) =>
        pattern == name || (pattern.AsSpan().ContainsAny('*', '?') && FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false));
}

using System.Text;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Adapters.Library;

/// <summary>Decides which names experts may have: an expert is a folder of its name, on whatever system, and names come from anywhere.</summary>
internal static class ExpertNames
{
    // Files of experts lie below the folder, and whole paths are bounded too on some systems.
    public const int MostBytes = 200;
    private const int Shown = 60;

    /// <summary>What a name may be, in words.</summary>
    public static string Rule { get; } = $"the name of a folder on any system: letters, digits, inner dots and spaces, no slashes or control characters, at most {MostBytes} bytes";

    /// <summary>Whether a name can be a folder's on every system. Those that begin with a dot are the library's own.</summary>
    public static bool AreFit(string name) =>
        name.Length > 0 && Encoding.UTF8.GetByteCount(name) <= MostBytes && name[0] != '.' && name[^1] is not ('.' or ' ') && !name.Any(letter => char.IsControl(letter) || "/\\:*?\"<>|".Contains(letter));

    /// <summary>A name as it may be shown: short, without control characters.</summary>
    public static string Visible(string name) =>
        string.Concat(name.Take(Shown).Select(letter => char.IsControl(letter) ? '\uFFFD' : letter)) + (name.Length > Shown ? "…" : "");

    /// <exception cref="TesseraException">The name cannot be an expert's (TESS5303).</exception>
    public static void Check(string name, string library)
    {
        if (!AreFit(name)) throw new TesseraException(Diagnostic.Error("TESS5303", $"'{Visible(name)}' cannot name an expert.", new SourceLocation(library), $"A name is {Rule}."));
    }
}

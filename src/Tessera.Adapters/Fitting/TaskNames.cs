using System.Text;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Adapters.Fitting;

/// <summary>Decides which names tasks may have: an expert's folder is named after its task, and the file may come from anyone.</summary>
internal static class TaskNames
{
    // Files of experts lie below the folder, and whole paths are bounded too on some systems.
    private const int MostBytes = 200;
    private const int Shown = 60;

    /// <exception cref="TesseraException">There are none, or one cannot name a folder on every system (TESS5020).</exception>
    public static void Check(IReadOnlyList<string> names, string path)
    {
        if (names.Count == 0)
            throw Unfit("There are no tasks in the file.", path, "A task has NAME.train.input, NAME.train.target, NAME.test.input and NAME.test.target.");
        if (names.FirstOrDefault(name => !IsFolderName(name)) is { } unfit)
            throw Unfit($"'{Visible(unfit)}' cannot name a task.", path, $"A task's name is the name of a folder on any system: letters, digits, inner dots and spaces, no slashes or control characters, at most {MostBytes} bytes.");
        // Where folders are told apart without regard to case, the second task would overwrite the first one's expert.
        if (names.GroupBy(name => name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1)?.ToList() is { } same)
            throw Unfit($"The tasks '{Visible(same[0])}' and '{Visible(same[1])}' differ only in case.", path, "Some systems would take their folders for one: rename one of them.");
    }

    private static bool IsFolderName(string name) =>
        name.Length > 0 && Encoding.UTF8.GetByteCount(name) <= MostBytes && name[^1] is not ('.' or ' ') && !name.Any(letter => char.IsControl(letter) || "/\\:*?\"<>|".Contains(letter));

    private static string Visible(string name) =>
        string.Concat(name.Take(Shown).Select(letter => char.IsControl(letter) ? '\uFFFD' : letter)) + (name.Length > Shown ? "…" : "");

    private static TesseraException Unfit(string message, string path, string remedy) => new(Diagnostic.Error("TESS5020", message, new SourceLocation(path), remedy));
}

using Tessera.Adapters.Library;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Adapters.Fitting;

/// <summary>Decides which names tasks may have: an expert is named after its task, and the file may come from anyone.</summary>
internal static class TaskNames
{
    /// <exception cref="TesseraException">There are none, or one cannot name a folder on every system (TESS5020).</exception>
    public static void Check(IReadOnlyList<string> names, string path)
    {
        if (names.Count == 0)
            throw Unfit("There are no tasks in the file.", path, "A task has NAME.train.input, NAME.train.target, NAME.test.input and NAME.test.target.");
        if (names.FirstOrDefault(name => !ExpertNames.AreFit(name)) is { } unfit)
            throw Unfit($"'{ExpertNames.Visible(unfit)}' cannot name a task.", path, $"A task's name is {ExpertNames.Rule}.");
        // Where folders are told apart without regard to case, the second task would overwrite the first one's expert.
        if (names.GroupBy(name => name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1)?.ToList() is { } same)
            throw Unfit($"The tasks '{ExpertNames.Visible(same[0])}' and '{ExpertNames.Visible(same[1])}' differ only in case.", path, "Some systems would take their folders for one: rename one of them.");
    }

    private static TesseraException Unfit(string message, string path, string remedy) => new(Diagnostic.Error("TESS5020", message, new SourceLocation(path), remedy));
}

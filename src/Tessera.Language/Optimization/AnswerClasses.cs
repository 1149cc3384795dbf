using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Prompts;

namespace Tessera.Language.Optimization;

/// <summary>Makes classes from options, and refuses those that could not be told apart.</summary>
internal static class AnswerClasses
{
    /// <exception cref="TesseraException">TESS6204: a class has no verbalizers, or two share one.</exception>
    public static IReadOnlyList<AnswerClass> Create(IReadOnlyDictionary<string, IReadOnlyList<string>> classes)
    {
        var owners = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var faults = new List<Diagnostic>();
        if (classes.Count == 1) faults.Add(Fault("One class leaves nothing to choose.", "Name at least two classes, or none for free text."));
        foreach (var (label, verbalizers) in classes)
        {
            if (verbalizers.Count == 0 || verbalizers.Any(string.IsNullOrWhiteSpace))
                faults.Add(Fault($"The class '{label}' has no text or an empty one.", $"Write the texts that stand for it, such as {label}: [{label}]."));
            foreach (var verbalizer in verbalizers)
            {
                if (!owners.TryAdd(verbalizer.Trim(), label))
                    faults.Add(Fault($"The text '{verbalizer}' of the class '{label}' already stands for '{owners[verbalizer.Trim()]}'.", "Give each class its own texts."));
            }
        }

        return faults.Count == 0 ? [.. classes.Select(pair => new AnswerClass(pair.Key, pair.Value))] : throw new TesseraException(faults);
    }

    private static Diagnostic Fault(string message, string remedy) => Diagnostic.Error("TESS6204", message, remedy: remedy);
}

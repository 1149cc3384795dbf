using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Language;
using Tessera.Sdk.Prompts;

namespace Tessera.Optimizers.Search;

/// <summary>Refuses tasks that an optimizer cannot work on, before anything is asked.</summary>
internal static class TaskRequirements
{
    /// <exception cref="TesseraException">TESS6301: the program has more layers than one.</exception>
    public static void RequireOneLayer(this OptimizationTask task, string optimizer, string remedy = "Give a program with one layer.")
    {
        if (task.Program.Layers.Count != 1)
            throw Unfit("TESS6301", $"The program has {task.Program.Layers.Count} layers, and {optimizer} works on programs of one layer.", remedy);
    }

    /// <exception cref="TesseraException">TESS6301: there are no examples.</exception>
    public static void RequireExamples(IReadOnlyCollection<Example> examples, string purpose)
    {
        if (examples.Count == 0) throw Unfit("TESS6301", $"There are no examples {purpose}.", "Give at least one example.");
    }

    /// <exception cref="TesseraException">TESS6302: the model that proposes prompts does not generate.</exception>
    public static void RequireProposer(this OptimizationTask task)
    {
        if (!task.Backward.Capabilities.HasFlag(LanguageModelCapabilities.Generate))
            throw Unfit("TESS6302", $"The language model '{task.Backward.Identity}' cannot propose prompts: it does not generate.", "Name a model that generates as 'proposer'.");
    }

    /// <exception cref="TesseraException">TESS6302: the model cannot be scored in this way.</exception>
    public static void RequireScoring(this OptimizationTask task, PromptScoring scoring)
    {
        if (scoring == PromptScoring.Accuracy)
            task.RequireAnswers();
        else if (!task.Forward.Capabilities.HasFlag(LanguageModelCapabilities.Score))
            throw Unfit("TESS6302", $"The language model '{task.Forward.Identity}' does not score, so prompts cannot be compared by log-probability.", "Set 'scoring: accuracy', or choose a model that scores.");
    }

    /// <exception cref="TesseraException">TESS6302: the model can neither generate nor choose among classes by score.</exception>
    public static void RequireAnswers(this OptimizationTask task)
    {
        var choosesByScore = task.Program.Layers is [{ Classes.Count: > 0 }] && task.Forward.Capabilities.HasFlag(LanguageModelCapabilities.Score);
        if (!choosesByScore && !task.Forward.Capabilities.HasFlag(LanguageModelCapabilities.Generate))
            throw Unfit("TESS6302", $"The language model '{task.Forward.Identity}' cannot answer: it does not generate.", "Choose a model that generates.");
    }

    private static TesseraException Unfit(string id, string message, string remedy) => new(Diagnostic.Error(id, message, remedy: remedy));
}

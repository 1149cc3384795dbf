using Tessera.Sdk.Findings;
using Tessera.Sdk.Language;
using Tessera.Sdk.Prompts;

namespace Tessera.Language.Optimization;

/// <summary>Shows what a program thinks and answers about one example before and after a search.</summary>
internal static class ExampleFindings
{
    /// <summary>An example whose answer became right, or else the first one; null where a program has one layer, or the budget does not reach.</summary>
    public static async Task<Transcript?> FindAsync(OptimizationTask task, PromptProgram best, IReadOnlyList<Example> examples, CancellationToken cancellationToken)
    {
        if (best.Layers.Count == 1) return null;
        try
        {
            var answers = await new ProgramEvaluation(task.Forward, task.Templates, task.Loss).AnswerAsync([task.Program, best], examples, cancellationToken).ConfigureAwait(false);
            var shown = examples.Index().OrderByDescending(example => answers[0][example.Index].Loss - answers[1][example.Index].Loss).First();
            return new Transcript
            {
                Title = "An example, before and after",
                Caption = "The example whose answer improved most.",
                Entries =
                [
                    new TranscriptEntry("question", shown.Item.Input),
                    .. Entries("before", best, answers[0][shown.Index]),
                    .. Entries("after", best, answers[1][shown.Index]),
                    new TranscriptEntry("wanted", shown.Item.Target),
                ],
            };
        }
        catch (BudgetExhaustedException)
        {
            return null;
        }
    }

    private static IEnumerable<TranscriptEntry> Entries(string when, PromptProgram program, ProgramAnswer answer) =>
        answer.Hidden.Append(answer.Output).Zip(program.Layers, (text, layer) => new TranscriptEntry($"{layer.Name}, {when}", text, Failed: answer.Loss > 0));
}

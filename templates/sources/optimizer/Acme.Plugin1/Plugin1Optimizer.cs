using System.Composition;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Language;
using Tessera.Sdk.Prompts;

namespace Acme.Plugin1;

/// <summary>Tries endings of the first layer's prompt, and keeps the one with which most answers are right.</summary>
/// <param name="options">The endings.</param>
[PromptOptimizer("plugin-1", Description = "Tries endings of a prompt.", Options = typeof(Plugin1Options))]
[method: ImportingConstructor]
public sealed class Plugin1Optimizer(Plugin1Options options) : IPromptOptimizer
{
    /// <inheritdoc/>
    public async Task<OptimizationResult> OptimizeAsync(OptimizationTask task, CancellationToken cancellationToken)
    {
        // The id is yours: whoever reads the message looks it up in your documents.
        if (task.SelectionExamples.Count == 0)
            throw new TesseraException(Diagnostic.Error("ACME0001", "There are no examples to compare prompts by.", remedy: "Give at least one example."));
        var given = task.Program.Layers[0].Prompt;
        IReadOnlyList<PromptProgram> programs = [task.Program, .. options.Endings.Select(ending => task.Program.WithPrompt(0, $"{given} {ending}"))];
        try
        {
            // All at once: the model decides how many requests it answers side by side.
            var evaluation = new ProgramEvaluation(task.Forward, task.Templates, task.Loss);
            var answers = await evaluation.AnswerAsync(programs, task.SelectionExamples, cancellationToken);
            var scores = answers.Select(answered => answered.Average(answer => 1 - answer.Loss)).ToArray();
            // The first of the best: where no ending helps, the prompt stays as it was.
            var best = Array.IndexOf(scores, scores.Max());
            foreach (var (index, program) in programs.Index())
                task.Trace.Record(new PromptCandidate(0, 0, program.Layers[0].Prompt, index == 0 ? null : given, scores[index], index == best));
            return new OptimizationResult(programs[best], scores[best], scores[0], Iterations: 1);
        }
        catch (BudgetExhaustedException)
        {
            return new OptimizationResult(task.Program, double.NaN, double.NaN, Iterations: 0, BudgetExhausted: true);
        }
    }
}

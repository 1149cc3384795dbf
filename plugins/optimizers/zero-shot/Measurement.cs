using Tessera.Optimizers.Search;
using Tessera.Sdk.Language;
using Tessera.Sdk.Prompts;

namespace Tessera.Optimizers.ZeroShot;

/// <summary>One measurement of the program given.</summary>
internal sealed class Measurement(PromptScoring scoring, OptimizationTask task)
{
    public async Task<OptimizationResult> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            var accuracy = await MeasureAccuracyAsync(cancellationToken).ConfigureAwait(false);
            var score = scoring == PromptScoring.Accuracy
                ? accuracy
                : (await new PromptScores(scoring, task).ScoreAsync([task.Program.Layers[0].Prompt], task.SelectionExamples, cancellationToken).ConfigureAwait(false))[0];
            foreach (var (index, layer) in task.Program.Layers.Index()) task.Trace.Record(new PromptCandidate(0, index, layer.Prompt, Parent: null, score, Chosen: true));
            task.Trace.Record(0, new Dictionary<string, double> { ["selectionScore"] = score, ["accuracy"] = accuracy });
            return new OptimizationResult(task.Program, score, score, 1);
        }
        catch (BudgetExhaustedException)
        {
            return new OptimizationResult(task.Program, double.NaN, double.NaN, 0, BudgetExhausted: true);
        }
    }

    private async Task<double> MeasureAccuracyAsync(CancellationToken cancellationToken)
    {
        var answers = await new ProgramEvaluation(task.Forward, task.Templates, task.Loss).AnswerAsync([task.Program], task.SelectionExamples, cancellationToken).ConfigureAwait(false);
        return answers[0].Average(answer => 1 - answer.Loss);
    }
}

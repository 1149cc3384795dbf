using Tessera.Sdk.Prompts;

namespace Tessera.Optimizers.Dln;

/// <summary>Scores prompts on examples, all in one request to the model.</summary>
internal sealed class PromptScores(PromptScoring scoring, OptimizationTask task)
{
    private readonly LayerEvaluation _evaluation = new(task.Forward, task.Templates, task.Loss);
    private readonly PromptLayer _layer = task.Program.Layers[0];

    /// <summary>The mean over the examples for each prompt; larger is better.</summary>
    public async Task<IReadOnlyList<double>> ScoreAsync(IReadOnlyList<string> prompts, IReadOnlyList<Example> examples, CancellationToken cancellationToken)
    {
        if (scoring == PromptScoring.Accuracy)
            return [.. (await AnswerAsync(prompts, examples, cancellationToken).ConfigureAwait(false)).Select(answers => answers.Average(answer => 1 - answer.Loss))];
        var scores = await _evaluation.ScoreAsync(Inputs(prompts, examples), cancellationToken).ConfigureAwait(false);
        return [.. scores.Chunk(examples.Count).Select(chunk => chunk.Average())];
    }

    /// <summary>What the model answers to each example with each prompt.</summary>
    public async Task<IReadOnlyList<LayerAnswer[]>> AnswerAsync(IReadOnlyList<string> prompts, IReadOnlyList<Example> examples, CancellationToken cancellationToken) =>
        [.. (await _evaluation.AnswerAsync(Inputs(prompts, examples), cancellationToken).ConfigureAwait(false)).Chunk(examples.Count)];

    private LayerInput[] Inputs(IReadOnlyList<string> prompts, IReadOnlyList<Example> examples) =>
        [.. prompts.SelectMany(prompt => examples.Select(example => new LayerInput(_layer with { Prompt = prompt }, example)))];
}

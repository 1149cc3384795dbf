using Tessera.Sdk.Prompts;

namespace Tessera.Optimizers.Search;

/// <summary>Scores prompts on examples, all in one request to the model.</summary>
internal sealed class PromptScores(PromptScoring scoring, OptimizationTask task)
{
    private readonly LayerEvaluation _evaluation = new(task.Forward, task.Templates, task.Loss);
    private readonly PromptLayer _layer = task.Program.Layers[0];

    /// <summary>The mean over the examples for each prompt; larger is better.</summary>
    public async Task<IReadOnlyList<double>> ScoreAsync(IReadOnlyList<string> prompts, IReadOnlyList<Example> examples, CancellationToken cancellationToken)
    {
        LayerInput[] inputs = [.. prompts.SelectMany(prompt => examples.Select(example => new LayerInput(_layer with { Prompt = prompt }, example)))];
        var values = scoring == PromptScoring.LogProbability
            ? await _evaluation.ScoreAsync(inputs, cancellationToken).ConfigureAwait(false)
            : (await _evaluation.AnswerAsync(inputs, cancellationToken).ConfigureAwait(false)).Select(answer => 1 - answer.Loss);
        return [.. values.Chunk(examples.Count).Select(chunk => chunk.Average())];
    }
}

using Tessera.Optimizers.Dln.Hidden;
using Tessera.Sdk.Prompts;

namespace Tessera.Optimizers.Dln.Search;

/// <summary>Scores candidate prompts of a layer on examples with hidden paths, all in one request to the model.</summary>
internal sealed class CandidateScores(HiddenLikelihood likelihood, PromptProgram program, LayerEvaluation layers)
{
    /// <summary>A hidden text with what ends it: no text is the beginning of another one then; otherwise the probabilities of distinct texts could sum to more than 1.</summary>
    public static string Ended(PromptLayer layer, string text) => layer.Stop.Count > 0 ? text + layer.Stop[0] : text;

    /// <summary>The log-probability of what each path has a layer write, or for the last layer of the wanted answer, by prompt, example and path.</summary>
    public async Task<double[][][]> ScoreAsync(
        int layer, IReadOnlyList<string> prompts, IReadOnlyList<Example> examples, IReadOnlyList<IReadOnlyList<HiddenPath>> paths, CancellationToken cancellationToken)
    {
        var inputs = prompts.SelectMany(prompt =>
        {
            var changed = program.WithPrompt(layer, prompt);
            return examples.Zip(paths).SelectMany(row => row.Second.Select(path => changed.InputOf(layer, Wanted(layer, row.First, path), path.Below(layer))));
        }).ToList();
        // Paths that part only later, or came together, ask a layer the same.
        var asked = inputs.Distinct().ToList();
        var scores = layer < program.Layers.Count - 1 && likelihood == HiddenLikelihood.MeanPerToken
            ? await layers.ScorePerTokenAsync(asked, cancellationToken).ConfigureAwait(false)
            : await layers.ScoreAsync(asked, cancellationToken).ConfigureAwait(false);
        var known = asked.Zip(scores).ToDictionary(pair => pair.First, pair => pair.Second);
        var next = 0;
        return [.. prompts.Select(_ => paths.Select(row => row.Select(_ => known[inputs[next++]]).ToArray()).ToArray())];
    }

    private Example Wanted(int layer, Example example, HiddenPath path) =>
        layer < program.Layers.Count - 1 ? example with { Target = Ended(program.Layers[layer], path.Texts[layer]) } : example;
}

using Tessera.Optimizers.Dln.Hidden;
using Tessera.Sdk.Prompts;

namespace Tessera.Optimizers.Dln.Search;

/// <summary>Scores candidate prompts of a layer on examples with hidden texts, all in one request to the model.</summary>
internal sealed class CandidateScores(HiddenLikelihood likelihood, PromptProgram program, LayerEvaluation layers)
{
    /// <summary>A hidden text with what ends it: no text is the beginning of another one then; otherwise the probabilities of distinct texts could sum to more than 1.</summary>
    public static string Ended(PromptProgram program, string text) => program.Layers[0].Stop.Count > 0 ? text + program.Layers[0].Stop[0] : text;

    private bool HasHidden => program.Layers.Count > 1;

    /// <summary>log p(h | x, prompt), by prompt, example and text. A program of one layer has no hidden text: what stands for it has probability 1.</summary>
    public async Task<double[][][]> ScoreHiddenAsync(
        IReadOnlyList<string> prompts, IReadOnlyList<Example> examples, IReadOnlyList<IReadOnlyList<string>> texts, CancellationToken cancellationToken)
    {
        if (!HasHidden) return [.. prompts.Select(_ => texts.Select(row => new double[row.Count]).ToArray())];
        var inputs = Inputs(0, prompts, examples, texts, (example, text) => (example with { Target = Ended(program, text) }, ""));
        return Shape(
            likelihood == HiddenLikelihood.Sum
                ? await layers.ScoreAsync(inputs, cancellationToken).ConfigureAwait(false)
                : await layers.ScorePerTokenAsync(inputs, cancellationToken).ConfigureAwait(false),
            prompts.Count,
            texts);
    }

    /// <summary>log p(y | h, x, prompt), by prompt, example and text.</summary>
    public async Task<double[][][]> ScoreAnswersAsync(
        IReadOnlyList<string> prompts, IReadOnlyList<Example> examples, IReadOnlyList<IReadOnlyList<string>> texts, CancellationToken cancellationToken) =>
        Shape(
            await layers.ScoreAsync(Inputs(program.Layers.Count - 1, prompts, examples, texts, (example, text) => (example, text)), cancellationToken).ConfigureAwait(false),
            prompts.Count,
            texts);

    private List<LayerInput> Inputs(
        int layer,
        IReadOnlyList<string> prompts,
        IReadOnlyList<Example> examples,
        IReadOnlyList<IReadOnlyList<string>> texts,
        Func<Example, string, (Example Example, string Hidden)> asked) =>
        [.. prompts.SelectMany(prompt =>
        {
            var changed = program.WithPrompt(layer, prompt);
            return examples.Zip(texts).SelectMany(row => row.Second.Select(text =>
            {
                var (example, hidden) = asked(row.First, text);
                return changed.InputOf(layer, example, hidden);
            }));
        })];

    private static double[][][] Shape(IReadOnlyList<double> scores, int prompts, IReadOnlyList<IReadOnlyList<string>> texts)
    {
        var next = 0;
        return [.. Enumerable.Range(0, prompts).Select(_ => texts.Select(row => row.Select(_ => scores[next++]).ToArray()).ToArray())];
    }
}

using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Language;
using Tessera.Sdk.Prompts;

namespace Tessera.Optimizers.Dln.Search;

/// <summary>
/// The true log p(y | x) of a program, by a model all of whose probabilities are known: what each layer but the last may write at temperature 1 is summed out, layer by layer,
/// for a layer reads no more of those below than the text of the one below.
/// </summary>
/// <param name="model">The model.</param>
/// <param name="task">Whose templates are rendered.</param>
internal sealed class ExactLikelihood(IExactLanguageModel model, OptimizationTask task)
{
    /// <summary>How many texts a layer may write about an example at most; with more nothing is summed.</summary>
    public const int MostTexts = 1_000;

    private readonly LayerEvaluation _layers = new(model, task.Templates, task.Loss);

    /// <summary>The mean over some examples.</summary>
    /// <returns>Natural logarithms; null where a layer may write more than <see cref="MostTexts"/> texts, or what the next one has no answer to.</returns>
    public async Task<double?> MeanAsync(PromptProgram program, IReadOnlyList<Example> examples, CancellationToken cancellationToken)
    {
        try
        {
            var sum = 0.0;
            foreach (var example in examples)
            {
                if (Reached(program, example) is not { } texts) return null;
                var inputs = texts.Select(text => program.InputOf(program.Layers.Count - 1, example, text.Text)).ToList();
                var scores = await _layers.ScoreAsync(inputs, cancellationToken).ConfigureAwait(false);
                sum += Math.Max(LogSpace.Sum([.. texts.Zip(scores, (text, score) => text.LogProbability + score)]), LayerEvaluation.Impossible);
            }

            return sum / examples.Count;
        }
        catch (TesseraException)
        {
            // What is only measured ends no search: a text that no sample has come upon may lead where the model knows no answer.
            return null;
        }
    }

    /// <summary>What the last layer may read of the layer below; the empty text, surely, where there is none.</summary>
    private IReadOnlyList<PossibleText>? Reached(PromptProgram program, Example example)
    {
        IReadOnlyList<PossibleText> reached = [new("", 0)];
        foreach (var (layer, writing) in program.Layers.SkipLast(1).Index())
        {
            var sampling = new SamplingOptions { Temperature = 1, MaxTokens = writing.MaxTokens, Stop = writing.Stop };
            reached =
            [
                .. from below in reached
                   from text in model.Enumerate(new GenerationRequest(_layers.ContextOf(program.InputOf(layer, example, below.Text)), sampling))
                   let read = text.Text.Trim()
                   // Nothing follows from nothing.
                   where read.Length > 0
                   group below.LogProbability + text.LogProbability by read into same
                   select new PossibleText(same.Key, LogSpace.Sum([.. same])),
            ];
            if (reached.Count > MostTexts) return null;
        }

        return reached;
    }
}

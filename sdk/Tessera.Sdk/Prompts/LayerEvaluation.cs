using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Language;

namespace Tessera.Sdk.Prompts;

/// <summary>Asks a language model what a prompt layer answers and how probable the wanted answers are; many at once.</summary>
/// <param name="model">The model that runs the layer.</param>
/// <param name="templates">Renders the layer's template.</param>
/// <param name="loss">Says how wrong an answer is.</param>
public sealed class LayerEvaluation(ILanguageModel model, ITemplateRenderer templates, ILoss loss)
{
    /// <summary>What an impossible answer counts, in nats: finite, so that means stay comparable, and below whatever is commonly possible.</summary>
    public const double Impossible = -10_000;

    /// <summary>Gets the log-probabilities of the wanted answers.</summary>
    /// <param name="inputs">What is asked. The targets of layers with classes are labels.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <returns>
    /// One natural logarithm an input, with <see cref="Impossible"/> in place of negative infinity. For layers with classes, the probability of a class is the
    /// sum over its verbalizers, divided by the sum over all classes.
    /// </returns>
    /// <exception cref="CapabilityMissingException">The model does not <see cref="LanguageModelCapabilities.Score"/>.</exception>
    public async Task<IReadOnlyList<double>> ScoreAsync(IReadOnlyList<LayerInput> inputs, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        var scores = await ScoreContinuationsAsync(
            inputs, input => input.Layer.Classes.Count == 0 ? [input.Example.Target] : VerbalizersOf(input.Layer), cancellationToken).ConfigureAwait(false);
        return [.. inputs.Select((input, index) =>
            Bounded(input.Layer.Classes.Count == 0 ? scores[index][0].LogProbability : Normalised(input.Layer, scores[index])[ClassOf(input)]))];
    }

    /// <summary>Gets the mean log-probabilities of the tokens of free texts: no probability of a text, but what the original of DLN compares texts by.</summary>
    /// <param name="inputs">What is asked, of layers without classes.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <returns>One mean of natural logarithms an input, with <see cref="Impossible"/> in place of negative infinity.</returns>
    /// <exception cref="CapabilityMissingException">The model does not <see cref="LanguageModelCapabilities.Score"/>.</exception>
    public async Task<IReadOnlyList<double>> ScorePerTokenAsync(IReadOnlyList<LayerInput> inputs, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        var scores = await ScoreContinuationsAsync(inputs, input => [input.Example.Target], cancellationToken).ConfigureAwait(false);
        return [.. scores.Select(score => Bounded(score[0].LogProbability / Math.Max(1, score[0].TokenCount)))];
    }

    /// <summary>Gets how probable each class is.</summary>
    /// <param name="inputs">What is asked, of layers with classes.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <returns>For each input one natural logarithm a class, in the classes' order; they sum to 1 as probabilities.</returns>
    /// <exception cref="CapabilityMissingException">The model does not <see cref="LanguageModelCapabilities.Score"/>.</exception>
    public async Task<IReadOnlyList<IReadOnlyList<double>>> DistributeAsync(IReadOnlyList<LayerInput> inputs, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        var scores = await ScoreContinuationsAsync(inputs, input => VerbalizersOf(input.Layer), cancellationToken).ConfigureAwait(false);
        return [.. inputs.Select((input, index) => Normalised(input.Layer, scores[index]).ConvertAll(Bounded))];
    }

    /// <summary>Gets the answers at temperature 0.</summary>
    /// <param name="inputs">What is asked.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <returns>One answer an input. Layers with classes answer with the most probable class, the first of equals, where the model can score.</returns>
    /// <exception cref="CapabilityMissingException">The model can neither score nor generate as the layer needs.</exception>
    public async Task<IReadOnlyList<LayerAnswer>> AnswerAsync(IReadOnlyList<LayerInput> inputs, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        var answers = new LayerAnswer[inputs.Count];
        foreach (var group in Enumerable.Range(0, inputs.Count).GroupBy(index => ChoosesByScore(inputs[index].Layer)))
        {
            var indices = group.ToList();
            var asked = indices.ConvertAll(index => inputs[index]);
            var outputs = group.Key ? await ChooseAsync(asked, cancellationToken).ConfigureAwait(false) : await GenerateAsync(asked, cancellationToken).ConfigureAwait(false);
            for (var i = 0; i < indices.Count; i++)
                answers[indices[i]] = new LayerAnswer(outputs[i], loss.Evaluate(outputs[i], asked[i].Example.Target));
        }

        return answers;
    }

    /// <summary>Renders a layer's template.</summary>
    /// <param name="input">The layer and what it is asked.</param>
    /// <returns>The context that the model is asked with.</returns>
    public string ContextOf(LayerInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return templates.Render(input.Layer.Template, new Dictionary<string, object?>
        {
            ["prompt"] = input.Layer.Prompt,
            ["input"] = input.Example.Input,
            ["hidden"] = input.Hidden,
        });
    }

    private bool ChoosesByScore(PromptLayer layer) => layer.Classes.Count > 0 && model.Capabilities.HasFlag(LanguageModelCapabilities.Score);

    private async Task<IReadOnlyList<string>> ChooseAsync(IReadOnlyList<LayerInput> inputs, CancellationToken cancellationToken)
    {
        var distributions = await DistributeAsync(inputs, cancellationToken).ConfigureAwait(false);
        return [.. inputs.Zip(distributions, (input, classes) => input.Layer.Classes[classes.Index().MaxBy(pair => pair.Item).Index].Label)];
    }

    private async Task<IReadOnlyList<string>> GenerateAsync(IReadOnlyList<LayerInput> inputs, CancellationToken cancellationToken)
    {
        var requests = inputs.Select(input => new GenerationRequest(ContextOf(input), SamplingOf(input.Layer))).ToList();
        var generations = (await model.GenerateAsync(requests, cancellationToken).ConfigureAwait(false)).RequireOneEach(requests.Count, model.Identity);
        return [.. generations.Zip(inputs, (generation, input) => LabelOf(input.Layer, generation.Text.Trim()))];
    }

    private async Task<IReadOnlyList<ContinuationScore[]>> ScoreContinuationsAsync(
        IReadOnlyList<LayerInput> inputs, Func<LayerInput, IReadOnlyList<string>> continuationsOf, CancellationToken cancellationToken)
    {
        var continuations = inputs.Select(continuationsOf).ToList();
        var requests = inputs.Zip(continuations, (input, texts) =>
        {
            var context = ContextOf(input);
            return texts.Select(text => new ScoreRequest(context, text));
        }).SelectMany(request => request).ToList();
        var scores = (await model.ScoreAsync(requests, cancellationToken).ConfigureAwait(false)).RequireOneEach(requests.Count, model.Identity);
        if (scores.FirstOrDefault(score => double.IsNaN(score.LogProbability)) is not null)
        {
            throw new TesseraException(Diagnostic.Error(
                "TESS6303", $"The language model '{model.Identity}' gave a log-probability that is no number.", remedy: "Mend the model: an impossible continuation has negative infinity."));
        }

        var next = 0;
        return continuations.ConvertAll(texts => texts.Select(_ => scores[next++]).ToArray());
    }

    private static SamplingOptions SamplingOf(PromptLayer layer) => new() { MaxTokens = layer.MaxTokens, Stop = layer.Stop };

    private static IReadOnlyList<string> VerbalizersOf(PromptLayer layer) => [.. layer.Classes.SelectMany(answer => answer.Verbalizers)];

    private static List<double> Normalised(PromptLayer layer, ContinuationScore[] given)
    {
        var scores = Array.ConvertAll(given, score => score.LogProbability);
        var total = LogSpace.Sum(scores);
        var begin = 0;
        return layer.Classes.Select(answer =>
        {
            var sum = LogSpace.Sum(scores.AsSpan(begin, answer.Verbalizers.Count));
            begin += answer.Verbalizers.Count;
            return double.IsNegativeInfinity(sum) ? sum : sum - total;
        }).ToList();
    }

    private static int ClassOf(LayerInput input)
    {
        for (var i = 0; i < input.Layer.Classes.Count; i++)
        {
            if (input.Layer.Classes[i].Label == input.Example.Target) return i;
        }

        throw new ArgumentException($"The target '{input.Example.Target}' is none of the classes of the layer '{input.Layer.Name}'.", nameof(input));
    }

    private static string LabelOf(PromptLayer layer, string text) =>
        layer.Classes.FirstOrDefault(answer => answer.Verbalizers.Any(verbalizer => string.Equals(verbalizer.Trim(), text, StringComparison.OrdinalIgnoreCase)))?.Label ?? text;

    private static double Bounded(double logProbability) => double.IsNegativeInfinity(logProbability) ? Impossible : logProbability;
}

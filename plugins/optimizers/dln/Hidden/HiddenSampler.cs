using Tessera.Sdk.Language;
using Tessera.Sdk.Prompts;
using Tessera.Sdk.Randomness;

namespace Tessera.Optimizers.Dln.Hidden;

/// <summary>Draws hidden paths for the examples of a batch, layer after layer: every way of asking in turn, every request with a seed of its own.</summary>
internal sealed class HiddenSampler(HiddenOptions options, OptimizationTask task, LayerEvaluation layers)
{
    private int HiddenLayers => task.Program.Layers.Count - 1;

    /// <summary>Draws hidden paths.</summary>
    /// <param name="program">The current program.</param>
    /// <param name="batch">The examples.</param>
    /// <param name="answers">What the program answered to them.</param>
    /// <param name="seed">Decides the samples.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <returns>For each example its paths in the order they were drawn; those in which a layer wrote nothing are left out.</returns>
    public Task<IReadOnlyList<IReadOnlyList<HiddenPath>>> DrawAsync(
        PromptProgram program, IReadOnlyList<Example> batch, IReadOnlyList<ProgramAnswer> answers, Seed seed, CancellationToken cancellationToken) =>
        DrawAsync(
            task.Backward, batch, options.Samples, (row, sample) => seed.Derive("hidden", row).Derive("sample", sample),
            (layer, row, sample, below) => ContextOf(program, layer, batch[row], below, answers[row], sample), cancellationToken);

    /// <summary>Draws hidden paths as candidate prompts would write them.</summary>
    /// <param name="program">The current program.</param>
    /// <param name="prompts">For each layer but the last its candidates, without the current prompt; the examples go through them in turn. A layer without any keeps its prompt.</param>
    /// <param name="batch">The examples.</param>
    /// <param name="seed">Decides the samples.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <returns>For each example its paths; those in which a layer wrote nothing are left out.</returns>
    public async Task<IReadOnlyList<IReadOnlyList<HiddenPath>>> DrawAsAsync(
        PromptProgram program, IReadOnlyList<IReadOnlyList<string>> prompts, IReadOnlyList<Example> batch, Seed seed, CancellationToken cancellationToken)
    {
        if (prompts.All(layer => layer.Count == 0) || options.CandidateSamples == 0) return [.. batch.Select(_ => Array.Empty<HiddenPath>())];
        return await DrawAsync(
            task.Forward, batch, options.CandidateSamples, (row, sample) => seed.Derive("candidate", row).Derive("sample", sample),
            (layer, row, sample, below) => layers.ContextOf(CandidateOf(program, prompts, layer, (row * options.CandidateSamples) + sample).InputOf(layer, batch[row], below)),
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The contexts of all ways of asking for a layer's text, as often as each is asked.</summary>
    /// <param name="program">The current program.</param>
    /// <param name="layer">The layer that writes.</param>
    /// <param name="example">The example.</param>
    /// <param name="below">What the layer reads of the layer below.</param>
    /// <param name="answer">What the program answered.</param>
    public IReadOnlyList<string> WaysOf(PromptProgram program, int layer, Example example, string below, ProgramAnswer answer) =>
        [.. Enumerable.Range(0, options.Samples).Select(sample => ContextOf(program, layer, example, below, answer, sample))];

    // Layers after the first go through their candidates one further each time the first has gone through its own, so that not the same always meet.
    private static PromptProgram CandidateOf(PromptProgram program, IReadOnlyList<IReadOnlyList<string>> prompts, int layer, int turn)
    {
        var own = prompts[layer];
        return own.Count == 0 ? program : program.WithPrompt(layer, own[(turn + (layer * (turn / own.Count))) % own.Count]);
    }

    private async Task<IReadOnlyList<IReadOnlyList<HiddenPath>>> DrawAsync(
        ILanguageModel model,
        IReadOnlyList<Example> batch,
        int samples,
        Func<int, int, Seed> seedOf,
        Func<int, int, int, string, string> contextOf,
        CancellationToken cancellationToken)
    {
        var drawn = (from row in Enumerable.Range(0, batch.Count) from sample in Enumerable.Range(0, samples) select (Row: row, Sample: sample, Texts: new List<string>())).ToList();
        for (var layer = 0; layer < HiddenLayers; layer++)
        {
            var writing = task.Program.Layers[layer];
            var sampling = new SamplingOptions { Temperature = options.Temperature, MaxTokens = writing.MaxTokens, Stop = writing.Stop };
            var requests = drawn.ConvertAll(path => new GenerationRequest(
                contextOf(layer, path.Row, path.Sample, layer == 0 ? "" : path.Texts[layer - 1]),
                sampling,
                layer == 0 ? seedOf(path.Row, path.Sample) : seedOf(path.Row, path.Sample).Derive("layer", layer)));
            var generations = (await model.GenerateAsync(requests, cancellationToken).ConfigureAwait(false)).RequireOneEach(requests.Count, model.Identity);
            foreach (var (path, generation) in drawn.Zip(generations)) path.Texts.Add(generation.Text.Trim());
            // Nothing follows from nothing.
            drawn.RemoveAll(path => path.Texts[layer].Length == 0);
        }

        var paths = drawn.ToLookup(path => path.Row, path => new HiddenPath(path.Texts));
        return [.. Enumerable.Range(0, batch.Count).Select(row => paths[row].ToList())];
    }

    private string ContextOf(PromptProgram program, int layer, Example example, string below, ProgramAnswer answer, int sample)
    {
        var way = options.From[sample % options.From.Count];
        var input = program.InputOf(layer, example, below);
        var context = layers.ContextOf(input);
        if (way == HiddenProposal.Prior) return context;
        return task.Templates.Render(way == HiddenProposal.Posterior ? options.PosteriorTemplate : options.EditTemplate, new Dictionary<string, object?>
        {
            ["context"] = context,
            ["prompt"] = program.Layers[layer].Prompt,
            ["next_prompt"] = program.Layers[layer + 1].Prompt,
            ["input"] = input.Example.Input,
            ["hidden"] = answer.Hidden[layer],
            ["target"] = TextOf(program.Layers[^1], example.Target),
            ["message"] = options.Messages[(sample / options.From.Count) % options.Messages.Count],
        });
    }

    private static string TextOf(PromptLayer layer, string target) =>
        layer.Classes.FirstOrDefault(answer => answer.Label == target)?.Verbalizers[0] ?? target;
}

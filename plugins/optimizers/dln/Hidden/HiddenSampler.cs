using Tessera.Sdk.Language;
using Tessera.Sdk.Prompts;
using Tessera.Sdk.Randomness;

namespace Tessera.Optimizers.Dln.Hidden;

/// <summary>Draws hidden texts for the examples of a batch: every way of asking in turn, every request with a seed of its own.</summary>
internal sealed class HiddenSampler(HiddenOptions options, OptimizationTask task, LayerEvaluation layers)
{
    /// <summary>Draws hidden texts.</summary>
    /// <param name="program">The current program.</param>
    /// <param name="batch">The examples.</param>
    /// <param name="answers">What the program answered to them.</param>
    /// <param name="seed">Decides the samples.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <returns>For each example its texts in the order they were drawn; empty ones are left out.</returns>
    public async Task<IReadOnlyList<IReadOnlyList<DrawnHidden>>> DrawAsync(
        PromptProgram program, IReadOnlyList<Example> batch, IReadOnlyList<ProgramAnswer> answers, Seed seed, CancellationToken cancellationToken)
    {
        var sampling = SamplingOf(program);
        var requests = batch.Index().SelectMany(row => Enumerable.Range(0, options.Samples).Select(sample => new GenerationRequest(
            ContextOf(program, row.Item, answers[row.Index], sample), sampling, seed.Derive("hidden", row.Index).Derive("sample", sample)))).ToList();
        var generations = (await task.Backward.GenerateAsync(requests, cancellationToken).ConfigureAwait(false)).RequireOneEach(requests.Count, task.Backward.Identity);
        return [.. generations.Zip(requests, (generation, request) => new DrawnHidden(generation.Text.Trim(), request.Prompt))
            .Chunk(options.Samples)
            .Select(drawn => drawn.Where(text => text.Text.Length > 0).ToList())];
    }

    /// <summary>Draws hidden texts as candidate prompts of the first layer would write them.</summary>
    /// <param name="program">The current program.</param>
    /// <param name="prompts">The candidates; the examples go through them in turn.</param>
    /// <param name="batch">The examples.</param>
    /// <param name="seed">Decides the samples.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <returns>For each example its texts; empty ones are left out.</returns>
    public async Task<IReadOnlyList<IReadOnlyList<string>>> DrawAsAsync(
        PromptProgram program, IReadOnlyList<string> prompts, IReadOnlyList<Example> batch, Seed seed, CancellationToken cancellationToken)
    {
        if (prompts.Count == 0 || options.CandidateSamples == 0) return [.. batch.Select(_ => Array.Empty<string>())];
        var requests = batch.Index().SelectMany(row => Enumerable.Range(0, options.CandidateSamples).Select(sample =>
        {
            var candidate = program.WithPrompt(0, prompts[((row.Index * options.CandidateSamples) + sample) % prompts.Count]);
            return new GenerationRequest(layers.ContextOf(candidate.InputOf(0, row.Item)), SamplingOf(program), seed.Derive("candidate", row.Index).Derive("sample", sample));
        })).ToList();
        var generations = (await task.Forward.GenerateAsync(requests, cancellationToken).ConfigureAwait(false)).RequireOneEach(requests.Count, task.Forward.Identity);
        return [.. generations.Select(generation => generation.Text.Trim()).Chunk(options.CandidateSamples).Select(texts => texts.Where(text => text.Length > 0).ToList())];
    }

    /// <summary>The contexts of all ways of asking about an example, as often as each is asked.</summary>
    public IReadOnlyList<string> MixtureOf(PromptProgram program, Example example, ProgramAnswer answer) =>
        [.. Enumerable.Range(0, options.Samples).Select(sample => ContextOf(program, example, answer, sample))];

    private string ContextOf(PromptProgram program, Example example, ProgramAnswer answer, int sample)
    {
        var way = options.From[sample % options.From.Count];
        var context = layers.ContextOf(program.InputOf(0, example));
        if (way == HiddenProposal.Prior) return context;
        return task.Templates.Render(way == HiddenProposal.Posterior ? options.PosteriorTemplate : options.EditTemplate, new Dictionary<string, object?>
        {
            ["context"] = context,
            ["prompt"] = program.Layers[0].Prompt,
            ["next_prompt"] = program.Layers[1].Prompt,
            ["input"] = example.Input,
            ["hidden"] = answer.Hidden[0],
            ["target"] = TextOf(program.Layers[1], example.Target),
            ["message"] = options.Messages[(sample / options.From.Count) % options.Messages.Count],
        });
    }

    private SamplingOptions SamplingOf(PromptProgram program) =>
        new() { Temperature = options.Temperature, MaxTokens = program.Layers[0].MaxTokens, Stop = program.Layers[0].Stop };

    private static string TextOf(PromptLayer layer, string target) =>
        layer.Classes.FirstOrDefault(answer => answer.Label == target)?.Verbalizers[0] ?? target;
}

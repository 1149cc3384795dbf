using Tessera.Adapters.Models.Tokenizers;
using Tessera.Sdk.Randomness;
using TorchSharp;

namespace Tessera.Adapters.Models.Generation;

/// <summary>Continues texts, many at once, with a cache: what a context is continued with depends neither on the others nor on the cache.</summary>
/// <param name="model">The model.</param>
/// <param name="tokenizer">Its tokenizer.</param>
public sealed class TextGenerator(CausalModel model, TextTokenizer tokenizer)
{
    /// <summary>Continues contexts.</summary>
    /// <param name="contexts">The contexts' tokens, each at least one.</param>
    /// <param name="options">How they are continued.</param>
    /// <param name="seed">The origin of random choices, from which each context gets its own by its index.</param>
    /// <param name="adaptation">What is added to the model's maps; null for the base model.</param>
    /// <param name="tasks">The task of each context, for the adaptation; null where tasks are not known.</param>
    /// <param name="cancellationToken">Stops the work between tokens.</param>
    /// <returns>A continuation for each context, in the same order.</returns>
    /// <exception cref="ArgumentException">A context is empty or leaves no room in the model's context, or an option has no meaning.</exception>
    public IReadOnlyList<GeneratedText> Generate(
        IReadOnlyList<IReadOnlyList<int>> contexts, GenerationOptions options, Seed seed, IAdaptation? adaptation = null, IReadOnlyList<int>? tasks = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(contexts);
        return Generate(contexts, options, [.. contexts.Select((_, index) => seed.Derive("generation", index))], adaptation, tasks, cancellationToken);
    }

    /// <summary>Continues contexts, each with a seed of its own.</summary>
    /// <param name="contexts">The contexts' tokens, each at least one.</param>
    /// <param name="options">How they are continued.</param>
    /// <param name="seeds">For each context, the origin of its random choices.</param>
    /// <param name="adaptation">What is added to the model's maps; null for the base model.</param>
    /// <param name="tasks">The task of each context, for the adaptation; null where tasks are not known.</param>
    /// <param name="cancellationToken">Stops the work between tokens.</param>
    /// <returns>A continuation for each context, in the same order.</returns>
    /// <exception cref="ArgumentException">A context is empty or leaves no room in the model's context, or an option has no meaning.</exception>
    public IReadOnlyList<GeneratedText> Generate(
        IReadOnlyList<IReadOnlyList<int>> contexts, GenerationOptions options, IReadOnlyList<Seed> seeds, IAdaptation? adaptation = null, IReadOnlyList<int>? tasks = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(contexts);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(seeds);
        options.Check();
        if (contexts.FirstOrDefault(context => context.Count == 0 || context.Count >= model.ContextLength) is { } unfit)
            throw new ArgumentException($"A context has {unfit.Count} tokens; from 1 to {model.ContextLength - 1} can be continued.", nameof(contexts));
        var writings = contexts
            .Select((context, index) => new Writing(context, tasks?[index] ?? -1, seeds[index].CreateRandom(), Math.Min(options.MaxTokens, model.ContextLength - context.Count)))
            .ToList();
        var stops = (options.StopTokens ?? tokenizer.Ends).ToHashSet();
        using var none = torch.no_grad();
        var waiting = writings.OrderByDescending(writing => writing.Context.Count).ToList();
        while (waiting.Count > 0)
        {
            var together = Math.Clamp(options.TokensPerBatch / (waiting[0].Context.Count + options.MaxTokens), 1, waiting.Count);
            Write(waiting.GetRange(0, together), options, stops, adaptation, tasks is not null, cancellationToken);
            waiting.RemoveRange(0, together);
        }

        return [.. writings.Select(writing => writing.Result!)];
    }

    private void Write(List<Writing> writings, GenerationOptions options, HashSet<int> stops, IAdaptation? adaptation, bool tasksKnown, CancellationToken cancellationToken)
    {
        using var cache = new KeyValueCache(model.LayerCount);
        IReadOnlyList<IReadOnlyList<int>> next = [.. writings.Select(writing => writing.Context)];
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (tokens, logProbabilities) = Read(next, writings, options, adaptation, tasksKnown, cache);
            for (var row = 0; row < writings.Count; row++) writings[row].Take((int)tokens[row], logProbabilities[row], options, stops, tokenizer);
            var going = Enumerable.Range(0, writings.Count).Where(row => writings[row].Result is null).ToList();
            if (going.Count == 0) return;
            if (going.Count < writings.Count) cache.Keep(going);
            next = [.. going.Select(row => (IReadOnlyList<int>)[(int)tokens[row]])];
            writings = going.ConvertAll(row => writings[row]);
        }
    }

    private (long[] Tokens, double[] LogProbabilities) Read(IReadOnlyList<IReadOnlyList<int>> next, List<Writing> writings, GenerationOptions options, IAdaptation? adaptation, bool tasksKnown, KeyValueCache cache)
    {
        using var scope = torch.NewDisposeScope();
        var batch = TokenBatch.Of(next, model.Device, tasksKnown ? [.. writings.Select(writing => writing.Task)] : null);
        var hidden = model.Run(batch, adaptation, cache);
        var length = batch.Tokens.shape[1];
        var ends = torch.tensor(next.Select((tokens, row) => row * length + tokens.Count - 1).ToArray(), device: model.Device);
        var logits = model.Score(hidden.reshape(-1, model.HiddenSize).index_select(0, ends));
        var tokens = TokenChoice.Of(logits, options, [.. writings.Select(writing => writing.Random)]);
        var logProbabilities = logits.gather(1, tokens.unsqueeze(1)).squeeze(1) - logits.logsumexp(1);
        return (tokens.cpu().data<long>().ToArray(), logProbabilities.to_type(torch.ScalarType.Float64).cpu().data<double>().ToArray());
    }
}

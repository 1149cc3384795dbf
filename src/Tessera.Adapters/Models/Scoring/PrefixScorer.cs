using Tessera.Adapters.Models.Lora;
using Tessera.Adapters.Models.Scoring.Prefixes;
using TorchSharp;

namespace Tessera.Adapters.Models.Scoring;

/// <summary>
/// Scores many continuations and computes what they have in common once: the same context of several continuations, the same beginning of
/// several contexts or continuations. A score is that of <see cref="ContinuationScorer"/> up to rounding, whatever else is asked with it: in single
/// precision within 1e-5 a token, and a tenth of that on average, which is how far either is from double precision.
/// </summary>
/// <remarks>
/// The sequences form a tree of shared beginnings. It is read from the root, depth first, as many nodes of like length at a time as fit; keys and
/// values of a node are kept until all that stands behind it is done. One sequence at a time is read however long it is.
/// </remarks>
/// <param name="model">The model.</param>
/// <param name="tokensPerBatch">How many tokens, padding included, go through the model at a time.</param>
/// <param name="cacheBytes">How much memory keys and values take.</param>
/// <param name="logitsAtOnce">How many scores of next tokens are in memory at a time.</param>
public sealed class PrefixScorer(CausalModel model, int tokensPerBatch = 4096, long cacheBytes = 512L << 20, int logitsAtOnce = 1 << 22)
{
    private readonly PrefixBounds _bounds = new(tokensPerBatch, cacheBytes / Math.Max(1, model.KeyValueSize * model.Type.ElementSize()), model.ContextLength);

    /// <summary>What was read since the scorer was made.</summary>
    public ScoringWork Work { get; private set; }

    /// <summary>Scores continuations. One thread at a time may do so.</summary>
    /// <param name="continuations">The continuations; their tasks do not matter.</param>
    /// <param name="adapter">What is added to the model's maps, the same for every token; null for the base model.</param>
    /// <param name="cancellationToken">Stops the work between batches.</param>
    /// <returns>For each continuation, in the same order, the natural logarithm of its probability: the sum over its tokens.</returns>
    /// <exception cref="ArgumentException">A context is empty, or a sequence is longer than the model was made for.</exception>
    public IReadOnlyList<double> Score(IReadOnlyList<Continuation> continuations, LoraAdaptation? adapter = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(continuations);
        if (continuations.Any(continuation => continuation.Context.Count == 0)) throw new ArgumentException("A context has at least one token.", nameof(continuations));
        var scores = new double[continuations.Count];
        Work += new ScoringWork(continuations.Where(continuation => continuation.Tokens.Count > 0).Sum(continuation => continuation.Length - 1L), 0, 0);
        using var scope = torch.NewDisposeScope();
        using var none = torch.no_grad();
        var groups = new Stack<PrefixGroup>([new PrefixGroup(PrefixForest.Grow(continuations))]);
        var kept = 0L;
        while (groups.TryPeek(out var group))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (group.IsEmpty)
            {
                groups.Pop();
                continue;
            }

            // Those behind the same tokens stand together.
            var nodes = group.Take(_bounds, kept).GroupBy(node => node.Parent).SelectMany(siblings => siblings).ToList();
            Read(nodes, adapter, scores);
            kept += nodes.Where(node => node.States is not null).Sum(node => node.Length);
            foreach (var node in nodes.Where(node => node.States is null)) kept -= Finish(node);
            groups.Push(new PrefixGroup(nodes.SelectMany(node => node.Children)));
        }

        return scores;
    }

    private void Read(List<PrefixNode> nodes, LoraAdaptation? adapter, double[] scores)
    {
        using var scope = torch.NewDisposeScope();
        var batch = TokenBatch.Of([.. nodes.Select(node => (IReadOnlyList<int>)node.Tokens)], model.Device);
        var length = (int)batch.Tokens.shape[1];
        using var cache = CacheBefore(nodes, length);
        var hidden = model.Run(batch, adapter, cache).reshape(-1, model.HiddenSize);
        var tokens = nodes.Sum(node => (long)node.Length);
        Work += new ScoringWork(0, tokens, (long)nodes.Count * length - tokens);
        for (var row = 0; row < nodes.Count; row++)
        {
            var node = nodes[row];
            if (node.Children.Count == 0) continue;
            node.States = cache!.Copy(row, node.First, node.Length).MoveToOuterDisposeScope();
            node.Waiting = node.Children.Count;
        }

        Answer(nodes, hidden, length, scores);
    }

    private KeyValueCache? CacheBefore(List<PrefixNode> nodes, int length)
    {
        if (nodes[0].Parent is not null)
            return KeyValueCache.Of(model.LayerCount, [.. nodes.GroupBy(node => node.Parent).Select(siblings => ((IReadOnlyList<torch.Tensor>)siblings.First().StatesBefore(), siblings.Count()))], length);
        return nodes.Exists(node => node.Children.Count > 0) ? new KeyValueCache(model.LayerCount) : null;
    }

    private void Answer(List<PrefixNode> nodes, torch.Tensor hidden, int length, double[] scores)
    {
        var chunk = Math.Max(1, logitsAtOnce / model.VocabularySize);
        var places = nodes.Index().SelectMany(one => one.Item.Questions.GroupBy(question => question.Place).Select(same => (State: (long)one.Index * length + same.Key - one.Item.First, Questions: same.ToList())));
        foreach (var asked in places.Chunk(chunk))
        {
            using var scope = torch.NewDisposeScope();
            var states = hidden.index_select(0, torch.tensor(asked.Select(place => place.State).ToArray(), device: model.Device));
            var questions = asked.Index().SelectMany(place => place.Item.Questions.Select(question => (Row: (long)place.Index, Question: question))).ToList();
            var values = TokenLogProbabilities.Of(model, states, [.. questions.Select(one => one.Row)], [.. questions.Select(one => one.Question.Token)]);
            foreach (var ((_, question), value) in questions.Zip(values)) scores[question.Continuation] += value;
        }
    }

    /// <summary>Lets go of what stands before a node and is no longer needed.</summary>
    /// <returns>How many tokens that are.</returns>
    private static long Finish(PrefixNode node)
    {
        var released = 0L;
        for (var before = node.Parent; before is not null && --before.Waiting == 0; before = before.Parent)
        {
            before.States!.Dispose();
            released += before.Length;
        }

        return released;
    }
}

using Tessera.Adapters.Models;
using Tessera.Adapters.Models.Fused;
using Tessera.Adapters.Training.Experts;
using TorchSharp;

namespace Tessera.Adapters.Training.Skills;

/// <summary>
/// Skills that were mixed for a batch before it goes through the layers: the factors of each share of its sequences, like those of an expert, and the way back from their gradients
/// to those of skills and routing.
/// </summary>
internal sealed class MixedSkills : IDisposable
{
    private readonly Dictionary<MapGroup, StackedFactors> _factors = new(ReferenceEqualityComparer.Instance);
    // What was mixed, and the same without its origin, which the gradient is found of.
    private readonly List<(torch.Tensor Mixed, torch.Tensor Leaf)> _leaves = [];
    private readonly int[] _shares;

    /// <param name="groups">The adapted maps.</param>
    /// <param name="maps">The skills of each map.</param>
    /// <param name="weights">The weights of each map.</param>
    /// <param name="sequences">How many sequences there are.</param>
    public MixedSkills(IReadOnlyList<AdaptedGroup> groups, IReadOnlyDictionary<string, SkillMap> maps, IReadOnlyDictionary<string, SequenceWeights> weights, int sequences)
    {
        using var scope = torch.NewDisposeScope();
        var rows = weights.ToDictionary(map => map.Key, map => map.Value.RowsOf(sequences).ToArray(), StringComparer.Ordinal);
        _shares = Share(rows.Values, sequences);
        var first = Enumerable.Range(0, _shares.Max() + 1).Select(share => Array.IndexOf(_shares, share)).ToArray();
        foreach (var group in groups)
        {
            var mixed = group.Maps.Select(map =>
            {
                var (read, write) = maps[map.Name].Mix(weights[map.Name].Weights);
                long[] places = [.. first.Select(sequence => rows[map.Name][sequence])];
                // As a rule shares are rows, in order.
                if (!places.SequenceEqual(Enumerable.Range(0, (int)read.shape[0]).Select(row => (long)row)))
                {
                    var chosen = torch.tensor(places);
                    (read, write) = (read.index_select(0, chosen), write.index_select(0, chosen));
                }

                return (Read: read, Write: write.transpose(1, 2));
            }).ToList();
            var one = maps[group.Maps[0].Name];
            _factors[group.Group] = new StackedFactors(group, one.Rank, one.Scaling, Leaf(torch.cat([.. mixed.Select(map => map.Read)], 1)), [.. mixed.Select(map => Leaf(map.Write))]);
        }
    }

    /// <summary>The sequences that use the same factors.</summary>
    public IReadOnlyList<FusedShare> Shares(FusedDecoder decoder)
    {
        var views = decoder.Layers.SelectMany(layer => layer.Maps).Select(maps => _factors.GetValueOrDefault(maps.Group)?.View()).ToList();
        return [.. _shares.Index().GroupBy(sequence => sequence.Item, sequence => sequence.Index).Select(share => new FusedShare([.. views.Select(group => group?[share.Key])], [.. share]))];
    }

    /// <summary>Carries the gradients of the factors on.</summary>
    /// <param name="learned">What is learned.</param>
    public PassGradients Gradients(IReadOnlyList<torch.Tensor> learned)
    {
        var reached = _leaves.Where(leaf => leaf.Mixed.requires_grad).ToList();
        return PassGradients.Of([.. reached.Select(leaf => leaf.Mixed)], [.. reached.Select(leaf => leaf.Leaf.grad!)], learned);
    }

    public void Dispose()
    {
        foreach (var (mixed, leaf) in _leaves)
        {
            leaf.grad?.Dispose();
            leaf.Dispose();
            mixed.Dispose();
        }
    }

    // Sequences that have the same row at every map, numbered in the order in which they come.
    private static int[] Share(IEnumerable<long[]> rows, int sequences)
    {
        var shares = new int[sequences];
        foreach (var ofMap in rows)
        {
            var numbers = new Dictionary<(int, long), int>();
            for (var sequence = 0; sequence < sequences; sequence++)
            {
                var key = (shares[sequence], ofMap[sequence]);
                if (!numbers.TryGetValue(key, out var number)) numbers[key] = number = numbers.Count;
                shares[sequence] = number;
            }
        }

        return shares;
    }

    private torch.Tensor Leaf(torch.Tensor mixed)
    {
        var leaf = mixed.detach().contiguous().requires_grad_();
        leaf.grad = torch.zeros_like(leaf);
        _leaves.Add((mixed.DetachFromDisposeScope(), leaf.DetachFromDisposeScope()));
        return leaf;
    }
}

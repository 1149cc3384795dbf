using Tessera.Sdk.Tensors.Native;
using Tessera.Sdk.Tensors.Routing;
using TorchSharp;

namespace Tessera.Adapters.Training.Skills;

/// <summary>The weights of a pass, as few rows as differ, and which row each sequence has.</summary>
/// <param name="Weights">(copies of the inventory, rows of each, heads, skills).</param>
/// <param name="Rows">The row of each sequence, 64-bit; null where the sequences are as many blocks of equal size as there are rows, in order.</param>
internal sealed record SequenceWeights(torch.Tensor Weights, torch.Tensor? Rows)
{
    /// <summary>Arranges what a router decided.</summary>
    /// <param name="decided">Weights that hold for all, or for each sequence.</param>
    /// <param name="sequences">How many sequences there are; each copy of the inventory has an equal share of them, one after another.</param>
    /// <param name="copies">How many copies of the inventory there are.</param>
    /// <param name="skills">How many skills each has.</param>
    /// <param name="type">The type that is computed in.</param>
    public static SequenceWeights Arrange(RoutingWeights decided, int sequences, int copies, int skills, torch.ScalarType type)
    {
        var dense = (decided.Experts is null ? decided.Weights : decided.ToDense(skills)).to_type(type);
        if (dense.dim() == 2) dense = dense.unsqueeze(1);
        if (decided.Granularity == RoutingGranularity.Constant) return new SequenceWeights(dense.unsqueeze(0).expand(copies, 1, -1, -1), null);
        var rows = decided.Rows is { } named && !AreBlocks(named, dense.shape[0]) ? torch.tensor(named.Select(row => (long)row).ToArray(), device: dense.device) : null;
        if (copies == 1) return new SequenceWeights(dense.unsqueeze(0), rows);
        // A row belongs to one copy: where it is not plain to which, each sequence gets a row of its own.
        if (rows is not null || dense.shape[0] % copies != 0)
        {
            dense = dense.index_select(0, rows ?? Positions.Between(0, dense.shape[0], dense.device).repeat_interleave(sequences / dense.shape[0]));
        }

        return new SequenceWeights(dense.reshape(copies, -1, dense.shape[1], dense.shape[2]), null);
    }

    /// <summary>The row of each sequence.</summary>
    public IEnumerable<long> RowsOf(int sequences) =>
        Rows is { } rows ? rows.data<long>() : Enumerable.Range(0, sequences).Select(sequence => sequence * (Weights.shape[0] * Weights.shape[1]) / sequences);

    private static bool AreBlocks(IReadOnlyList<int> rows, long count)
    {
        if (rows.Count % count != 0) return false;
        var size = (int)(rows.Count / count);
        for (var i = 0; i < rows.Count; i++)
        {
            if (rows[i] != i / size) return false;
        }

        return true;
    }
}

using TorchSharp;

namespace Tessera.Clusterers.Similarity;

/// <summary>Which expert of a block each of the rows belongs to that lie on top of each other: summing over the rows of experts is then two products.</summary>
internal static class RowOwners
{
    /// <param name="owners">The place of each row's expert in the block.</param>
    /// <param name="count">How many experts the block has.</param>
    /// <returns>(rows, experts), with a 1 where a row belongs.</returns>
    public static torch.Tensor Of(IReadOnlyList<long> owners, int count) => owners.Count == 0
        ? torch.zeros(0, count, torch.ScalarType.Float64)
        : torch.nn.functional.one_hot(torch.tensor(owners.ToArray()), count).to_type(torch.ScalarType.Float64);
}

using Tessera.Adapters.Models;
using Tessera.Adapters.Models.Fused;
using Tessera.Adapters.Routing;
using Tessera.Sdk.Tensors.Experts;
using TorchSharp;

namespace Tessera.Adapters.Training.Experts;

/// <summary>The factors of several experts for the maps of a group, stacked on top of each other.</summary>
/// <param name="Adapted">The adapted maps of the group.</param>
/// <param name="Rank">The rank of each expert's factors.</param>
/// <param name="Scaling">The factor of the product.</param>
/// <param name="Read">All A of each expert, (experts, maps · r, d_in): maps with one input read it in one product.</param>
/// <param name="Write">The B of each map, (experts, d_out, r).</param>
internal sealed record StackedFactors(AdaptedGroup Adapted, int Rank, double Scaling, torch.Tensor Read, IReadOnlyList<torch.Tensor> Write)
{
    // Kept, so that it is not collected while libtorch reads it.
    private readonly Scalar _scaling = Scaling.ToScalar();

    // The place in the group of each adapted map.
    private readonly int[] _places = [.. Adapted.Maps.Select(map => Place(Adapted.Group, map))];

    /// <summary>Gets what the experts add to the outputs of the group's maps.</summary>
    /// <param name="hidden">(rows, d_in), as many rows for each expert.</param>
    /// <returns>New tensors, (rows, d_out), in the order of the group's maps; null for a map that is not adapted.</returns>
    public torch.Tensor?[] Apply(torch.Tensor hidden)
    {
        var additions = new torch.Tensor?[Adapted.Group.Maps.Count];
        using var scope = torch.NewDisposeScope();
        // (experts, rows of each, d_in), without copying.
        var inner = hidden.to_type(Read.dtype).reshape(Read.shape[0], -1, hidden.shape[1]).bmm(Read.transpose(1, 2));
        if (Scaling != 1) inner = inner.mul(_scaling);
        for (var i = 0; i < _places.Length; i++)
        {
            var own = inner.narrow(2, i * Rank, Rank);
            additions[_places[i]] = own.bmm(Write[i].transpose(1, 2)).reshape(hidden.shape[0], -1).to_type(hidden.dtype).MoveToOuterDisposeScope();
        }

        return additions;
    }

    /// <summary>Gets where the factors of all experts lie, and their gradients, which must be there.</summary>
    public FactorViews[] View() => View(0, (int)Read.shape[0]);

    /// <summary>Gets where the factors of some experts lie, and their gradients, which must be there.</summary>
    /// <param name="first">The first expert's index.</param>
    /// <param name="count">How many experts.</param>
    public unsafe FactorViews[] View(int first, int count)
    {
        Func<int, nint> Of(torch.Tensor all)
        {
            var (begin, size) = ((nint)TensorMemory.Floats(all), (nint)(all.numel() / all.shape[0] * sizeof(float)));
            return expert => begin + expert * size;
        }

        var (read, readGradient) = (Of(Read), Of(Read.grad!));
        var (write, writeGradient) = (Write.Select(Of).ToArray(), Write.Select(one => Of(one.grad!)).ToArray());
        return [.. Enumerable.Range(first, count).Select(expert => new FactorViews(
            _places, Rank, (float)Scaling, read(expert), readGradient(expert), [.. write.Select(of => of(expert))], [.. writeGradient.Select(of => of(expert))]))];
    }

    private static int Place(MapGroup group, LinearMap map)
    {
        for (var place = 0; place < group.Maps.Count; place++)
            if (ReferenceEquals(group.Maps[place], map)) return place;
        throw new ArgumentException($"{map.Name} is not in the group.", nameof(map));
    }
}

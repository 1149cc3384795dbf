using Tessera.Adapters.Models;
using Tessera.Sdk.Tensors.Experts;

namespace Tessera.Adapters.Training.Experts;

/// <summary>The adapted maps of a group.</summary>
/// <param name="Group">The group, as the model lists it.</param>
/// <param name="Maps">Those of its maps that are adapted.</param>
public sealed record AdaptedGroup(MapGroup Group, IReadOnlyList<LinearMap> Maps)
{
    /// <summary>The name of the group's parameters.</summary>
    public string Name => Maps[0].Name;

    /// <summary>The width of the maps' input.</summary>
    public int InputSize => Maps[0].InputSize;
}

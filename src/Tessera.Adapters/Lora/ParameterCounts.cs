using Tessera.Sdk.Tensors.Experts;

namespace Tessera.Adapters.Lora;

/// <summary>How many numbers adaptations of a model have.</summary>
public static class ParameterCounts
{
    /// <summary>A LoRA of some rank on maps: Σ r (d_in + d_out).</summary>
    /// <param name="maps">The maps.</param>
    /// <param name="rank">The rank.</param>
    /// <returns>The count.</returns>
    public static long OfLora(IEnumerable<LinearMap> maps, int rank) => maps.Sum(map => (long)rank * (map.InputSize + map.OutputSize));

    /// <summary>An inventory of skills, as of Poly and MHR: as many LoRA, however many heads cut them.</summary>
    /// <param name="maps">The maps.</param>
    /// <param name="rank">The rank of each skill.</param>
    /// <param name="skills">How many skills there are, K.</param>
    /// <returns>The count.</returns>
    public static long OfInventory(IEnumerable<LinearMap> maps, int rank, int skills) => skills * OfLora(maps, rank);

    /// <summary>The routing of one task over an inventory: S · K for each selector.</summary>
    /// <param name="selectors">How many selectors there are, one a map where routing is fine-grained.</param>
    /// <param name="skills">How many skills there are, K.</param>
    /// <param name="heads">How many heads there are, S; 1 for Poly.</param>
    /// <returns>The count.</returns>
    public static long OfRouting(int selectors, int skills, int heads) => (long)selectors * skills * heads;
}

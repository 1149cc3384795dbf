namespace Tessera.Sdk.Tensors.Experts;

/// <summary>A library of LoRA experts for one base model, read one map at a time, so that it need not fit in memory.</summary>
/// <remarks>Members may be called from several threads.</remarks>
public interface IExpertLibrary
{
    /// <summary>The experts, in an order that does not change.</summary>
    IReadOnlyList<ExpertInfo> Experts { get; }

    /// <summary>The adapted maps, sorted by name (ordinal).</summary>
    IReadOnlyList<LinearMap> Maps { get; }

    /// <summary>Reads the factors of one expert for one map.</summary>
    /// <param name="expert">The expert's index in <see cref="Experts"/>.</param>
    /// <param name="map">The map's index in <see cref="Maps"/>.</param>
    /// <returns>The factors, which the caller disposes of; null when the expert does not adapt the map.</returns>
    LoraFactors? Read(int expert, int map);
}

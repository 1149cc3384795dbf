namespace Tessera.Adapters.Models.Fused;

/// <summary>What a fused pass needs of a layer of normalised attention and a normalised gated network, each added to what it read.</summary>
internal sealed record FusedLayer : IDisposable
{
    public required FusedNorm BeforeAttention { get; init; }

    /// <summary>Queries, keys and values.</summary>
    public required FusedMaps QueryKeyValue { get; init; }

    public required FusedMaps Output { get; init; }

    public required FusedNorm BeforeNetwork { get; init; }

    /// <summary>The gate, then what it lets through.</summary>
    public required FusedMaps GateUp { get; init; }

    public required FusedMaps Down { get; init; }

    public required HeadLayout Heads { get; init; }

    /// <summary>The layer's maps, in the order in which a pass meets them.</summary>
    public IReadOnlyList<FusedMaps> Maps => [QueryKeyValue, Output, GateUp, Down];

    public void Dispose()
    {
        BeforeAttention.Dispose();
        BeforeNetwork.Dispose();
        foreach (var maps in Maps) maps.Dispose();
    }
}

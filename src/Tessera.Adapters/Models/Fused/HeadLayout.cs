namespace Tessera.Adapters.Models.Fused;

/// <summary>Where the heads of queries, keys and values stand in a row of projected states.</summary>
/// <param name="Heads">How many heads ask.</param>
/// <param name="KeyValueHeads">How many heads are asked.</param>
/// <param name="HeadSize">The width of a head, whole vectors.</param>
/// <param name="Keys">The first column of keys; queries begin at 0.</param>
/// <param name="Values">The first column of values.</param>
/// <param name="Stride">From one row of projected states to the next.</param>
/// <param name="ResultStride">From one row of what the heads have gathered to the next.</param>
internal readonly record struct HeadLayout(int Heads, int KeyValueHeads, int HeadSize, int Keys, int Values, int Stride, int ResultStride)
{
    /// <summary>How many heads ask the same keys and values.</summary>
    public int Sharing => Heads / KeyValueHeads;
}

namespace Tessera.Adapters.Models.Layers;

/// <summary>The sizes of an attention.</summary>
/// <param name="Heads">How many heads ask.</param>
/// <param name="KeyValueHeads">How many heads are asked; a divisor of <paramref name="Heads"/>.</param>
/// <param name="HeadSize">The width of a head.</param>
internal sealed record AttentionShape(int Heads, int KeyValueHeads, int HeadSize)
{
    public int QuerySize => Heads * HeadSize;

    public int KeySize => KeyValueHeads * HeadSize;
}

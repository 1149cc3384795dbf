namespace Tessera.Adapters.Routing;

/// <summary>The choices of all tokens, sorted by expert.</summary>
/// <param name="Order">The choices, token · k + place, those of the first expert first and each expert's in their order.</param>
/// <param name="Begins">Where each expert's choices begin; one more number says where the last one's end.</param>
internal sealed record ExpertSlots(int[] Order, int[] Begins)
{
    /// <summary>Sorts by counting.</summary>
    public static ExpertSlots Sort(ReadOnlySpan<long> chosen, int experts)
    {
        var begins = new int[experts + 1];
        foreach (var expert in chosen) begins[expert + 1]++;
        for (var expert = 0; expert < experts; expert++) begins[expert + 1] += begins[expert];
        var (next, order) = (begins.AsSpan(0, experts).ToArray(), new int[chosen.Length]);
        for (var slot = 0; slot < chosen.Length; slot++) order[next[chosen[slot]]++] = slot;
        return new ExpertSlots(order, begins);
    }
}

namespace Tessera.Adapters.Models.Fused;

/// <summary>The turning of heads by the positions of their tokens (RoPE, arXiv 2104.09864), in place, and back, which is also its gradient.</summary>
/// <param name="cosine">(positions, head size).</param>
/// <param name="sine">The same, the first half of a row negated.</param>
/// <param name="size">The head size.</param>
internal readonly unsafe struct FusedRotation(float* cosine, float* sine, int size)
{
    /// <summary>Turns heads that stand beside each other, x cos + roll(x) sin.</summary>
    /// <param name="first">The position of the first token.</param>
    /// <param name="length">How many tokens.</param>
    /// <param name="states">The first head of the first token.</param>
    /// <param name="stride">From one token to the next.</param>
    /// <param name="heads">How many heads.</param>
    public void Turn(int first, int length, float* states, int stride, int heads) => Turn(first, length, states, stride, heads, 1);

    /// <summary>Turns heads back.</summary>
    public void TurnBack(int first, int length, float* states, int stride, int heads) => Turn(first, length, states, stride, heads, -1);

    private void Turn(int first, int length, float* states, int stride, int heads, float direction)
    {
        var half = size / 2;
        for (var token = first; token < first + length; token++, states += stride)
        {
            // Both halves turn by the same angles; the second half of the sines is not negated.
            float* c = cosine + (long)token * size, s = sine + (long)token * size + half;
            for (var head = states; head < states + heads * size; head += size)
            {
                for (var i = 0; i < half; i++)
                {
                    var (x, y, turn) = (head[i], head[i + half], direction * s[i]);
                    head[i] = x * c[i] - y * turn;
                    head[i + half] = y * c[i] + x * turn;
                }
            }
        }
    }
}

using System.Numerics;
using System.Runtime.CompilerServices;

namespace Tessera.Adapters.Models.Fused;

/// <summary>The turning of a group of heads by the position of their token (RoPE, arXiv 2104.09864), in place, and back, which is also its gradient.</summary>
/// <param name="cosine">(positions, head size).</param>
/// <param name="sine">The same, the first half of a row negated.</param>
/// <param name="size">The head size.</param>
internal readonly unsafe struct FusedRotation(float* cosine, float* sine, int size)
{
    /// <summary>Turns heads, x cos + roll(x) sin.</summary>
    /// <param name="position">The token's position.</param>
    /// <param name="group">The heads, (head size, lanes).</param>
    public void Turn(int position, float* group) => Turn(position, group, 1);

    /// <summary>Turns heads back.</summary>
    /// <param name="position">The token's position.</param>
    /// <param name="group">The heads, (head size, lanes).</param>
    public void TurnBack(int position, float* group) => Turn(position, group, -1);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Turn(int position, float* group, float direction)
    {
        var half = size / 2;
        // Both halves turn by the same angles; the second half of the sines is not negated.
        float* c = cosine + (long)position * size, s = sine + (long)position * size + half, other = group + half * HeadLayout.Lanes;
        for (var i = 0; i < half; i++, group += HeadLayout.Lanes, other += HeadLayout.Lanes)
        {
            var (x, y, along, across) = (Vector.Load(group), Vector.Load(other), new Vector<float>(c[i]), new Vector<float>(direction * s[i]));
            (x * along - y * across).Store(group);
            (y * along + x * across).Store(other);
        }
    }
}

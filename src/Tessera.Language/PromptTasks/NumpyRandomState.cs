namespace Tessera.Language.PromptTasks;

/// <summary>The part of NumPy's legacy <c>RandomState</c> by which published splits were drawn, number for number.</summary>
/// <remarks>
/// The generator is MT19937 of Matsumoto and Nishimura (1998), seeded as by their <c>init_genrand</c>; bounded integers, shuffles and
/// permutations are those of NumPy's <c>mt19937.c</c> and <c>mtrand.pyx</c>, which NumPy promises never to change (NEP 19).
/// </remarks>
internal sealed class NumpyRandomState
{
    private const int Length = 624;
    private const int Middle = 397;

    private readonly uint[] _state = new uint[Length];
    private int _next = Length;

    /// <summary>Begins as <c>RandomState(seed)</c>.</summary>
    public NumpyRandomState(uint seed)
    {
        unchecked
        {
            for (var i = 0; i < Length; i++)
            {
                _state[i] = seed;
                seed = (1812433253 * (seed ^ (seed >> 30))) + (uint)i + 1;
            }
        }
    }

    /// <summary>A whole number from 0 to a largest one, as C's <c>random_interval</c> draws it: numbers are masked, and those beyond are refused.</summary>
    public int UpTo(int largest)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(largest);
        if (largest == 0) return 0;
        var mask = uint.MaxValue >> System.Numerics.BitOperations.LeadingZeroCount((uint)largest);
        uint drawn;
        do drawn = NextBits() & mask;
        while (drawn > largest);
        return (int)drawn;
    }

    /// <summary><c>shuffle</c>: puts a list into another order.</summary>
    public void Shuffle<T>(IList<T> list)
    {
        for (var i = list.Count - 1; i > 0; i--)
        {
            var other = UpTo(i);
            (list[i], list[other]) = (list[other], list[i]);
        }
    }

    /// <summary><c>permutation</c>: the elements in another order.</summary>
    public T[] Permute<T>(IEnumerable<T> elements)
    {
        var permuted = elements.ToArray();
        Shuffle(permuted);
        return permuted;
    }

    /// <summary><c>choice(population, count, replace=False)</c>: the first of a permutation; all of it where there are fewer.</summary>
    public int[] Choose(int population, int count) => Permute(Enumerable.Range(0, population))[..Math.Min(count, population)];

    private uint NextBits()
    {
        if (_next == Length) Renew();
        var bits = _state[_next++];
        bits ^= bits >> 11;
        bits ^= (bits << 7) & 0x9d2c5680;
        bits ^= (bits << 15) & 0xefc60000;
        return bits ^ (bits >> 18);
    }

    private void Renew()
    {
        for (var i = 0; i < Length; i++)
        {
            var joined = (_state[i] & 0x80000000) | (_state[(i + 1) % Length] & 0x7fffffff);
            _state[i] = _state[(i + Middle) % Length] ^ (joined >> 1) ^ ((joined & 1) == 0 ? 0 : 0x9908b0df);
        }

        _next = 0;
    }
}

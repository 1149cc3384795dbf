namespace Tessera.Hosting.Tests.Fuzzing;

/// <summary>Damages bytes as transfers, disks and foes do: flipped bits, extreme values, pieces lost, doubled and cut off.</summary>
internal static class ByteMutation
{
    private static readonly byte[] Extremes = [0x00, 0x01, 0x0F, 0x1D, 0x12, 0x15, 0x7F, 0x80, 0xC0, 0xDF, 0xFE, 0xFF, (byte)'"', (byte)'{', (byte)'[', (byte)'\\'];

    /// <summary>Damages a copy.</summary>
    /// <param name="original">The bytes.</param>
    /// <param name="seed">What decides how.</param>
    /// <param name="focus">Where most of the damage is done.</param>
    public static byte[] Damage(byte[] original, int seed, Range focus)
    {
        var random = new Random(seed);
        var bytes = (byte[])original.Clone();
        var (start, length) = focus.GetOffsetAndLength(original.Length);
        for (var count = random.Next(1, 5); count > 0 && bytes.Length > 8; count--)
        {
            var at = random.Next(5) == 0 ? random.Next(bytes.Length) : Math.Min(start + random.Next(length), bytes.Length - 1);
            var span = Math.Min(random.Next(1, 16), bytes.Length - at);
            switch (random.Next(8))
            {
                case 0: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: bytes[at] = Extremes[random.Next(Extremes.Length)]; break;
                case 2: bytes[at] = (byte)random.Next(256); break;
                case 3: bytes.AsSpan(at, span).Fill(Extremes[random.Next(Extremes.Length)]); break;
                case 4: random.NextBytes(bytes.AsSpan(at, span)); break;
                case 5: bytes.AsSpan(random.Next(bytes.Length - span), span).CopyTo(bytes.AsSpan(at)); break;
                case 6: bytes = [.. bytes[..at], .. bytes[(at + span)..]]; break;
                default: if (random.Next(6) == 0) bytes = bytes[..at]; break;
            }
        }

        return bytes;
    }
}

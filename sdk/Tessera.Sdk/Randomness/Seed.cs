using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Tessera.Sdk.Randomness;

/// <summary>The origin of every random choice in a run. Seeds for smaller works are derived by name, never drawn in order.</summary>
/// <remarks>
/// A derived seed depends on the parent and the name alone, so results do not depend on how many works run side by side
/// or in which order they begin.
/// </remarks>
/// <param name="Value">The 64 bits.</param>
public readonly record struct Seed(ulong Value)
{
    /// <summary>The seed of a named part of the work.</summary>
    /// <param name="name">The name, such as <c>proposal</c> or a step's name.</param>
    /// <returns>The derived seed: the first eight bytes of SHA-256 over parent and name.</returns>
    public Seed Derive(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        Span<byte> input = stackalloc byte[8 + 512];
        var length = Encoding.UTF8.GetByteCount(name);
        if (length > 512) input = new byte[8 + length];
        BinaryPrimitives.WriteUInt64LittleEndian(input, Value);
        Encoding.UTF8.GetBytes(name, input[8..]);
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(input[..(8 + length)], hash);
        return new Seed(BinaryPrimitives.ReadUInt64LittleEndian(hash));
    }

    /// <summary>The seed of one of several like works.</summary>
    /// <param name="name">What the works are.</param>
    /// <param name="index">Which of them.</param>
    /// <returns>The derived seed.</returns>
    public Seed Derive(string name, int index) =>
        Derive(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{name}#{index}"));

    /// <summary>A generator that begins at this seed.</summary>
    /// <returns>The generator, xoshiro256**: the same numbers on every machine and every runtime.</returns>
    public Random CreateRandom() => new Xoshiro(Value);

    /// <summary>The seed as hexadecimal digits.</summary>
    /// <returns>Sixteen digits.</returns>
    public override string ToString() => Value.ToString("x16", System.Globalization.CultureInfo.InvariantCulture);
}

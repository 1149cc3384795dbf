using Tessera.Sdk.Randomness;

namespace Tessera.Sdk.Tests.Randomness;

/// <summary>Every random choice of a run comes from its seed; a change of the derivation would change every published result.</summary>
public class SeedSpecs
{
    // Expected values: Python, int.from_bytes(hashlib.sha256(seed.to_bytes(8, 'little') + name.encode()).digest()[:8], 'little').
    [Theory]
    [InlineData(0, "", 0x7a0b81a1f57055af)]
    [InlineData(0, "proposal", 0x8573180fda7f9e49)]
    [InlineData(1, "proposal", 0x2481a5bf8f263fd1)]
    [InlineData(0xfedcba9876543210, "step é", 0xf10752fb7e303d41)]
    public void A_derived_seed_is_the_hash_of_parent_and_name(ulong parent, string name, ulong expected) =>
        new Seed(parent).Derive(name).Should().Be(new Seed(expected));

    [Theory]
    [InlineData('y', 512, 0xf315a78ec9f3ca65)]
    [InlineData('y', 513, 0x7beac89c99329120)]
    [InlineData('x', 600, 0x025234c3a5a7d1c8)]
    public void A_long_name_is_hashed_whole(char letter, int length, ulong expected) =>
        new Seed(7).Derive(new string(letter, length)).Should().Be(new Seed(expected));

    [Fact]
    public void A_numbered_work_is_named_by_its_number()
    {
        new Seed(42).Derive("layer", 3).Should().Be(new Seed(0x1cd42471dfca4b2a));
        using var there = new UnderCulture("sv-SE");
        new Seed(42).Derive("layer", -3).Should().Be(new Seed(42).Derive("layer#-3"), "a minus sign is not the same everywhere");
    }

    [Fact]
    public void Derived_seeds_differ_by_parent_by_name_and_by_number()
    {
        ulong[] parents = [0, 1, 256, 1UL << 63];
        string[] names = ["", "a", "b", "ab", "a#1", "A", "a\0"];
        var seeds = parents.SelectMany(parent => names.Select(name => new Seed(parent).Derive(name))
            .Concat(Enumerable.Range(10, 200).Select(index => new Seed(parent).Derive("a", index)))).ToList();

        seeds.Should().OnlyHaveUniqueItems();
        seeds.Should().NotContain(parents.Select(parent => new Seed(parent)));
    }

    [Fact]
    public void Both_halves_of_a_seed_decide_the_numbers()
    {
        ulong[] seeds = [1, 1UL << 32 | 3, 5UL << 32];
        seeds.Select(seed => new Seed(seed).CreateRandom().Next()).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void A_seed_is_written_in_sixteen_digits() => new Seed(0xabc).ToString().Should().Be("0000000000000abc");
}

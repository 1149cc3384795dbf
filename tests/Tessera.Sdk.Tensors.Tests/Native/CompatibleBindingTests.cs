using System.Text;
using Tessera.Sdk.Tensors.Native;

namespace Tessera.Sdk.Tensors.Tests.Native;

public class CompatibleBindingTests
{
    private const int Changes = 4000;
    private const int Head = 64 * 1024;
    private static readonly byte[] Original = OperatingSystem.IsLinux() ? File.ReadAllBytes(ThisSystem.Original) : [];

    [LinuxFact]
    public void The_copy_asks_for_nothing_newer_and_differs_in_a_few_bytes_only()
    {
        CompatibleBinding.IsNeededFor(Original).Should().BeTrue();
        var copy = CompatibleBinding.Rewrite(Original);

        CompatibleBinding.IsNeededFor(copy).Should().BeFalse();
        var image = new ElfImage(copy);
        var symbols = new ElfSymbols(image);
        symbols.WithVersion(1).Select(symbols.NameOf).Should().ContainSingle(name => name == "sched_yield");
        copy.Should().HaveCount(Original.Length);
        copy.Zip(Original).Count(pair => pair.First != pair.Second).Should().BeInRange(20, 40);
    }

    [LinuxFact]
    public void The_original_s_bytes_are_not_touched()
    {
        CompatibleBinding.Rewrite(Original);
        Original.AsSpan().SequenceEqual(File.ReadAllBytes(ThisSystem.Original)).Should().BeTrue();
    }

    [LinuxFact]
    public void A_library_that_needs_no_copy_is_refused()
    {
        var again = () => CompatibleBinding.Rewrite(CompatibleBinding.Rewrite(Original));
        again.Should().Throw<UnsupportedElfException>().WithMessage("*does not need GLIBCXX_3.4.32*");
    }

    [LinuxFact]
    public void A_library_that_needs_more_of_the_newer_version_is_refused_by_name()
    {
        var greedy = Original.AsSpan().ToArray();
        var image = new ElfImage(greedy);
        var newer = new ElfVersionNeeds(image).All.Single(need => need.Name == "GLIBCXX_3.4.32");
        var symbols = new ElfSymbols(image);
        var other = Enumerable.Range(1, 400).Select(index => (uint)index).First(index => symbols.NameOf(index).StartsWith("_ZNSt", StringComparison.Ordinal));
        image.SetUInt16(image.Table(ElfDynamicTag.SymbolVersions) + other * 2, newer.Index);

        var rewrite = () => CompatibleBinding.Rewrite(greedy);
        rewrite.Should().Throw<UnsupportedElfException>().WithMessage($"*{symbols.NameOf(other)}*");
    }

    [Theory]
    [InlineData("")]
    [InlineData("MZ this is a Windows program")]
    [InlineData("\u007fELF")]
    [InlineData("\u007fELF\u0001\u0001 but of 32 bits")]
    [InlineData("\u007fELF\u0002\u0002 but big-endian")]
    public void A_file_that_is_no_such_library_is_refused(string content)
    {
        var rewrite = () => CompatibleBinding.Rewrite(Encoding.Latin1.GetBytes(content));
        rewrite.Should().Throw<UnsupportedElfException>();
    }

    [LinuxFact]
    public void A_file_cut_off_anywhere_is_refused_with_a_reason()
    {
        var random = new Random(17);
        for (var change = 0; change < Changes; change++)
        {
            var length = random.Next(change % 2 == 0 ? Head : 0x1d4b18);
            var rewrite = () => CompatibleBinding.Rewrite(Original[..length]);
            rewrite.Should().Throw<UnsupportedElfException>($"the file ends at {length}").Which.Message.Should().NotBeEmpty();
        }
    }

    [LinuxFact]
    public void A_file_damaged_anywhere_is_either_rewritten_or_refused_with_a_reason()
    {
        var tables = new ElfImage(Original);
        var places = new (ulong Start, int Length)[]
        {
            (0, 64 + 10 * 56),
            (0, Head),
            (tables.Table(ElfDynamicTag.SymbolHash), 64),
            (tables.Table(ElfDynamicTag.VersionNeeds), 0x210),
            (0x1d4b18, 0x270),
        };
        var random = new Random(29);
        var refused = 0;
        for (var change = 0; change < Changes; change++)
        {
            var damaged = Original.AsSpan().ToArray();
            var (start, length) = places[change % places.Length];
            for (var count = random.Next(1, 9); count > 0; count--)
                damaged[(int)start + random.Next(length)] = (byte)random.Next(256);

            try
            {
                CompatibleBinding.Rewrite(damaged);
            }
            catch (UnsupportedElfException)
            {
                refused++;
            }
        }

        refused.Should().BeInRange(Changes / 10, Changes - 1);
    }
}

using System.Runtime.Versioning;
using Tessera.Sdk.Tensors.Native;

namespace Tessera.Sdk.Tensors.Tests.Native;

[SupportedOSPlatform("linux")]
public sealed class BindingLoaderTests : IDisposable
{
    private readonly TemporaryFolder cache = new();
    private readonly List<string> asked = [];

    public void Dispose() => cache.Dispose();

    [LinuxFact]
    public void A_system_that_loads_the_original_is_left_alone()
    {
        var loaded = Load(ThisSystem.Original, _ => true);
        loaded.Should().Be(new LoadedBinding(1, IsCopy: false));
        asked.Should().Equal(ThisSystem.Original);
        cache.Files.Should().BeEmpty();
    }

    [LinuxFact]
    public void A_library_that_fails_for_another_reason_is_not_copied()
    {
        Load(ThisSystem.Library("libc10.so"), _ => false).Should().Be(default(LoadedBinding));
        asked.Should().ContainSingle();
        cache.Files.Should().BeEmpty();
    }

    [LinuxFact]
    public void A_system_that_refuses_the_original_gets_one_copy_and_uses_it_again()
    {
        LoadCopy().Should().Be(new LoadedBinding(1, IsCopy: true));
        var written = File.GetLastWriteTimeUtc(cache.Files.Single());

        LoadCopy().Should().Be(new LoadedBinding(1, IsCopy: true));
        asked.Should().Equal(ThisSystem.Original, cache.Files.Single(), ThisSystem.Original, cache.Files.Single());
        File.GetLastWriteTimeUtc(cache.Files.Single()).Should().Be(written);
    }

    [LinuxFact]
    public void A_copy_with_one_wrong_byte_is_replaced()
    {
        LoadCopy();
        var damaged = File.ReadAllBytes(cache.Files.Single());
        damaged[damaged.Length / 2] ^= 1;
        File.WriteAllBytes(cache.Files.Single(), damaged);

        LoadCopy();
        CopyIsRight().Should().BeTrue();
    }

    [LinuxFact]
    public void A_link_in_place_of_the_copy_is_replaced_and_its_target_kept()
    {
        LoadCopy();
        var copy = cache.Files.Single();
        using var elsewhere = new TemporaryFolder();
        var target = Path.Combine(elsewhere.Path, "target");
        File.Move(copy, target);
        File.CreateSymbolicLink(copy, target);

        LoadCopy();
        new FileInfo(copy).LinkTarget.Should().BeNull();
        CopyIsRight().Should().BeTrue();
        File.Exists(target).Should().BeTrue();
    }

    [LinuxFact]
    public void A_cache_that_forbids_running_code_is_passed_by()
    {
        var loaded = Load(ThisSystem.Original, path => path != ThisSystem.Original && !path.StartsWith(cache.Path, StringComparison.Ordinal));
        loaded.Should().Be(new LoadedBinding(1, IsCopy: true));
        asked.Should().HaveCount(3);
        Directory.Exists(Path.GetDirectoryName(asked[^1])).Should().BeFalse("the private folder is not needed once the library is loaded");
    }

    [LinuxFact]
    public void A_system_that_loads_no_copy_either_is_told_so()
    {
        var loaded = Load(ThisSystem.Original, _ => false);
        loaded.Handle.Should().Be(0);
        loaded.Failure!.Message.Should().Contain(cache.Path).And.Contain("XDG_CACHE_HOME");
    }

    [LinuxFact]
    public void A_damaged_original_is_reported_and_not_copied()
    {
        using var folder = new TemporaryFolder();
        var damaged = Path.Combine(folder.Path, "libLibTorchSharp.so");
        File.WriteAllBytes(damaged, File.ReadAllBytes(ThisSystem.Original)[..100_000]);

        Load(damaged, _ => false).Failure.Should().BeOfType<UnsupportedElfException>().Which.Message.Should().Contain("cut off");
        cache.Files.Should().BeEmpty();
    }

    private bool CopyIsRight() =>
        CompatibleBinding.Rewrite(File.ReadAllBytes(ThisSystem.Original)).AsSpan().SequenceEqual(File.ReadAllBytes(cache.Files.Single()));

    private LoadedBinding LoadCopy() => Load(ThisSystem.Original, path => path != ThisSystem.Original);

    private LoadedBinding Load(string original, Predicate<string> loads)
    {
        nint TryLoad(string path)
        {
            asked.Add(path);
            return loads(path) ? 1 : 0;
        }

        return new BindingLoader(TryLoad, cache.Path).Load(original);
    }
}

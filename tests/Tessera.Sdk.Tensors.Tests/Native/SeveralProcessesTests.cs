using System.Runtime.Versioning;
using System.Security.Cryptography;

namespace Tessera.Sdk.Tensors.Tests.Native;

[SupportedOSPlatform("linux")]
public class SeveralProcessesTests
{
    private static int ExpectedCopies => ThisSystem.NeedsCopy ? 1 : 0;

    [LinuxFact]
    public async Task Several_processes_that_start_at_once_share_one_copy_and_leave_the_package_alone()
    {
        using var cache = new TemporaryFolder();
        var before = SHA256.HashData(File.ReadAllBytes(ThisSystem.Original));

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Child.Multiplies(cache.Path)));

        cache.Files.Should().HaveCount(ExpectedCopies);
        SHA256.HashData(File.ReadAllBytes(ThisSystem.Original)).Should().Equal(before);
    }

    [LinuxFact]
    public async Task A_damaged_copy_does_not_keep_the_next_process_from_working()
    {
        using var cache = new TemporaryFolder();
        await Child.Multiplies(cache.Path);
        foreach (var copy in cache.Files)
            File.WriteAllBytes(copy, RandomNumberGenerator.GetBytes(4096));

        await Child.Multiplies(cache.Path);
        cache.Files.Should().HaveCount(ExpectedCopies).And.OnlyContain(copy => new FileInfo(copy).Length > 4096);
    }

    [LinuxFact]
    public async Task A_home_that_cannot_be_written_does_not_keep_tensors_from_working()
    {
        using var folder = new TemporaryFolder();
        using var temporary = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "a-file-where-a-folder-should-be");
        await File.WriteAllTextAsync(file, "");

        await Child.Multiplies(file, temporary.Path);
        Directory.GetDirectories(temporary.Path, "tessera-*").Should().BeEmpty();
    }

    [LinuxFact]
    public async Task A_cache_that_everybody_can_write_is_not_used()
    {
        using var cache = new TemporaryFolder();
        File.SetUnixFileMode(cache.Path, (UnixFileMode)0b111_111_111);

        await Child.Multiplies(cache.Path);
        cache.Files.Should().BeEmpty();
    }
}

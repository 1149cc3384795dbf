using Tessera.Hosting.Reloading;

namespace Tessera.Hosting.Tests.Reloading;

/// <summary>Where copies of watched plugins lie, and what becomes of them when a watch is killed.</summary>
public sealed class CopiesFolderSpecs
{
    [Fact]
    public void What_a_killed_watch_left_is_removed_by_the_next_and_what_another_uses_stays()
    {
        using var used = new CopiesFolder(TimeProvider.System);
        File.WriteAllText(Path.Combine(used.Path, "copy"), "used");
        var (left, begun, old) = (Make(), Make(), Make());
        File.WriteAllText(Path.Combine(left, CopiesFolder.Hold), "");
        Directory.SetLastWriteTimeUtc(old, TimeProvider.System.GetUtcNow().AddDays(-2).UtcDateTime);

        using (var next = new CopiesFolder(TimeProvider.System))
        {
            Directory.Exists(next.Path).Should().BeTrue();
            Directory.Exists(left).Should().BeFalse("nobody holds it");
            Directory.Exists(old).Should().BeFalse("nobody takes so long to begin");
            Directory.Exists(begun).Should().BeTrue("another watch may be about to hold it");
            File.Exists(Path.Combine(used.Path, "copy")).Should().BeTrue();
        }

        Directory.Delete(begun);
        used.Dispose();
        Directory.Exists(used.Path).Should().BeFalse();
    }

    [Fact]
    public void A_link_that_somebody_laid_there_is_not_followed()
    {
        if (OperatingSystem.IsWindows()) return;
        var (folder, link) = (Make(), Path.Combine(Path.GetTempPath(), $"{CopiesFolder.Prefix}{Guid.NewGuid():N}"));
        var mine = Path.Combine(Directory.CreateDirectory(Path.Combine(folder, "inner")).FullName, CopiesFolder.Hold);
        File.WriteAllText(mine, "mine");
        Directory.CreateSymbolicLink(link, Path.GetDirectoryName(mine)!);

        new CopiesFolder(TimeProvider.System).Dispose();

        File.Exists(mine).Should().BeTrue();
        Directory.Exists(link).Should().BeTrue();
        Directory.Delete(link);
        Directory.Delete(folder, recursive: true);
    }

    private static string Make() => Directory.CreateTempSubdirectory(CopiesFolder.Prefix).FullName;
}

using System.Diagnostics;
using Tessera.Adapters.Library;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Tensors.Native;

namespace Tessera.Adapters.Tests.Libraries;

/// <summary>Several may change a library at once, and one may die while it does.</summary>
public sealed class SharedLibrarySpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _path;

    public SharedLibrarySpecs()
    {
        Libtorch.EnsureLoaded();
        _path = Path.Combine(_folder.Path, "library");
    }

    [Fact]
    public void Many_who_add_replace_rename_score_and_open_at_once_lose_nothing()
    {
        const int Writers = 6, Each = 6;
        LibraryFolder.At(_path).Add(Draft("first", 0));

        Parallel.For(0, Writers + 2, new ParallelOptions { MaxDegreeOfParallelism = Writers + 2 }, writer =>
        {
            // A lock is of an open file: those who open it in one process are as far apart as those in two.
            var library = LibraryFolder.At(_path);
            for (var i = 0; i < Each; i++)
            {
                if (writer >= Writers)
                {
                    library.Replace(Draft("first", writer * Each + i));
                    using var open = ExpertLibrary.Open(_path);
                    open.Experts.Should().Contain(expert => expert.Name == "first");
                    continue;
                }

                var name = $"expert {writer} {i}";
                library.Add(Draft(name + " draft", writer * Each + i));
                library.Rename(name + " draft", name);
                library.Record(name, new ExpertScore("accuracy", name, "test", i));
            }
        });

        using var library = ExpertLibrary.Open(_path);
        library.Experts.Should().HaveCount(1 + Writers * Each);
        for (var expert = 0; expert < library.Experts.Count; expert++)
            if (library.Experts[expert].Name is not "first") library.ScoresOf(expert).Should().ContainSingle().Which.Task.Should().Be(library.Experts[expert].Name);
        Directory.EnumerateFileSystemEntries(Path.Combine(_path, ".library", "drafts")).Should().BeEmpty();
    }

    [Fact]
    public async Task A_change_waits_for_another_process_that_holds_the_library()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/flock"), "flock is not installed.");
        LibraryFolder.At(_path).Add(Draft("first", 0));
        var said = Path.Combine(_folder.Path, "held");
        string[] holding = ["--exclusive", Path.Combine(_path, ".library", "lock"), "sh", "-c", $"touch '{said}'; read line"];
        using var other = Process.Start(new ProcessStartInfo("/usr/bin/flock", holding) { RedirectStandardInput = true })!;
        SpinWait.SpinUntil(() => File.Exists(said), TimeSpan.FromSeconds(20)).Should().BeTrue();

        var adding = Task.Run(() => LibraryFolder.At(_path).Add(Draft("second", 1)), TestContext.Current.CancellationToken);
        (await Task.WhenAny(adding, Task.Delay(300, TestContext.Current.CancellationToken))).Should().NotBe(adding);
        Directory.Exists(Path.Combine(_path, "second")).Should().BeFalse();
        await other.StandardInput.WriteLineAsync("go");
        await adding;

        using var library = ExpertLibrary.Open(_path);
        library.Experts.Should().HaveCount(2);
    }

    [Fact]
    public void What_a_process_left_half_done_when_it_died_is_mended_by_the_next_change()
    {
        var library = LibraryFolder.At(_path);
        library.Add(Draft("replaced", 1));
        library.Add(Draft("kept", 2));
        var outgoing = Directory.CreateDirectory(Path.Combine(_path, ".library", "outgoing")).FullName;
        Directory.Move(Path.Combine(_path, "replaced"), Path.Combine(outgoing, "replaced"));
        Directory.CreateDirectory(Path.Combine(outgoing, "kept"));
        Directory.CreateDirectory(Path.Combine(_path, ".library", "drafts", "half"));

        library.Record("kept", new ExpertScore("accuracy", "count", "test", 1));

        using var open = ExpertLibrary.Open(_path);
        open.Experts.Select(expert => expert.Name).Should().Equal("kept", "replaced");
        Directory.EnumerateFileSystemEntries(outgoing).Should().BeEmpty();
        Directory.EnumerateFileSystemEntries(Path.Combine(_path, ".library", "drafts")).Should().BeEmpty();
    }

    [Fact]
    public void A_library_that_cannot_be_written_says_so_at_once()
    {
        File.WriteAllText(_path, "a file where the folder should be");
        var add = () => LibraryFolder.At(_path).Add(Draft("one", 1));

        add.Should().Throw<TesseraException>().Which.Diagnostics.Single().Id.Should().Be("TESS5305");
    }

    public void Dispose() => _folder.Dispose();

    private static ExpertDraft Draft(string name, int seed) => Experts.Draft(name, seed);
}

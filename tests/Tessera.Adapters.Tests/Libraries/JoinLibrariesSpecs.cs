using Tessera.Adapters.Library;
using Tessera.Adapters.Steps;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Tensors.Native;
using TorchSharp;

namespace Tessera.Adapters.Tests.Libraries;

/// <summary>I can put the experts of several libraries into one, and nothing of them is lost.</summary>
public sealed class JoinLibrariesSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly RecordingContext _context = new();
    private readonly List<ExpertLibrary> _open = [];

    public JoinLibrariesSpecs() => Libtorch.EnsureLoaded();

    [Fact]
    public async Task Experts_are_copied_byte_for_byte_with_all_that_is_known_of_them()
    {
        var (private_, shared) = (Library("private", ("one", 1), ("two", 2)), Library("shared", ("all", 3)));

        using var joined = await JoinAsync(private_, shared);

        joined.Experts.Select(expert => expert.Name).Should().Equal("all", "one", "two");
        foreach (var library in new[] { private_, shared })
        {
            foreach (var (index, expert) in library.Experts.Index())
            {
                joined.HashOf(joined.IndexOf(expert.Name)).Should().Be(library.HashOf(index));
                joined.RecordOf(joined.IndexOf(expert.Name)).Task.Should().Be("of " + expert.Name);
                joined.ScoresOf(joined.IndexOf(expert.Name)).Should().Equal(new ExpertScore("accuracy", "count", "test", 0.5));
                foreach (var file in Directory.GetFiles(Path.Combine(library.Folder, expert.Name)))
                    File.ReadAllBytes(Path.Combine(joined.Folder, expert.Name, Path.GetFileName(file))).Should().Equal(File.ReadAllBytes(file));
            }
        }
    }

    [Fact]
    public async Task What_an_interrupted_run_left_is_done_again()
    {
        var library = Library("private", ("one", 1));
        (await JoinAsync(library)).Dispose();

        using var joined = await JoinAsync(library);

        joined.Experts.Should().ContainSingle();
    }

    [Fact]
    public async Task Two_experts_of_one_name_are_refused_and_nothing_is_written()
    {
        var join = () => JoinAsync(Library("private", ("one", 1), ("two", 2)), Library("others", ("Two", 3)));

        (await join.Should().ThrowAsync<TesseraException>()).Which.Diagnostics.Single().Should().Match<Diagnostic>(problem =>
            problem.Id == "TESS5323" && problem.Message.Contains("'two'") && problem.Location!.File.EndsWith("others"));
        Directory.EnumerateFileSystemEntries(_context.Folder).Should().BeEmpty();
    }

    [Fact]
    public async Task Maps_that_are_tied_stay_tied_and_libraries_that_tie_others_are_refused()
    {
        ExpertLibrary Tied(ExpertLibrary library, params string[] list)
        {
            var tied = ExpertLibrary.Open(library.Folder, [list]);
            _open.Add(tied);
            return tied;
        }

        var (one, other) = (Library("private", ("one", 1)), Library("shared", ("all", 3)));
        using var joined = await JoinAsync(Tied(one, "q_proj"), Tied(other, "q_proj"));
        joined.Maps.Select(map => map.TieGroup is not null).Should().Equal(Tied(one, "q_proj").Maps.Select(map => map.TieGroup is not null)).And.Contain(true);

        var join = () => JoinAsync(Tied(one, "q_proj"), Tied(other, "down_proj"));
        (await join.Should().ThrowAsync<TesseraException>()).Which.Diagnostics.Single().Should().Match<Diagnostic>(problem =>
            problem.Id == "TESS5324" && problem.Message.Contains("'[q_proj]' and '[down_proj]'"));
    }

    public void Dispose()
    {
        foreach (var library in _open) library.Dispose();
        _context.Dispose();
        _folder.Dispose();
    }

    private Task<ExpertLibrary> JoinAsync(params ExpertLibrary[] libraries) => new JoinLibrariesStep(new JoinLibrariesOptions { Libraries = libraries }).RunAsync(_context, default);

    private ExpertLibrary Library(string name, params (string Name, int Seed)[] experts)
    {
        using var scope = torch.NewDisposeScope();
        var path = Path.Combine(_folder.Path, name);
        foreach (var (expert, seed) in experts)
        {
            LibraryFolder.At(path).Add(Experts.Draft(expert, seed, record: new ExpertRecord { Task = "of " + expert }));
            LibraryFolder.At(path).Record(expert, new ExpertScore("accuracy", "count", "test", 0.5));
        }

        var library = ExpertLibrary.Open(path);
        _open.Add(library);
        return library;
    }
}

using Tessera.Adapters.Library;
using Tessera.Adapters.Routing;
using Tessera.Adapters.Steps;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Tensors.Native;
using TorchSharp;

namespace Tessera.Adapters.Tests.Libraries;

/// <summary>I can put the experts of several libraries into one, and nothing that holds for each by itself is lost.</summary>
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
    public async Task An_expert_that_was_replaced_meanwhile_is_not_taken_for_the_one_that_is_known()
    {
        using var scope = torch.NewDisposeScope();
        var library = Library("private", ("one", 1), ("two", 2));
        LibraryFolder.At(library.Folder).Replace(Experts.Draft("two", 7));

        var join = () => JoinAsync(library);

        (await join.Should().ThrowAsync<TesseraException>()).Which.Diagnostics.Single().Should().Match<Diagnostic>(problem => problem.Id == "TESS5326" && problem.Message.Contains("'two'"));
    }

    [Fact]
    public async Task Skills_stay_with_the_routing_that_they_were_trained_with()
    {
        using var scope = torch.NewDisposeScope();
        var (skills, shared) = (Library("skills", ("one", 1)), Library("shared", ("all", 3)));
        TrainedRouting.Save(skills, "router/poly", ["task"], new Dictionary<string, IReadOnlyDictionary<string, torch.Tensor>> { ["map"] = new Dictionary<string, torch.Tensor> { ["logits"] = torch.zeros(1, 1) } });

        var join = () => JoinAsync(skills, shared);

        (await join.Should().ThrowAsync<TesseraException>()).Which.Diagnostics.Single().Should().Match<Diagnostic>(problem => problem.Id == "TESS5325" && problem.Location!.File.EndsWith("skills"));
        Directory.EnumerateFileSystemEntries(_context.Folder).Should().BeEmpty();
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

using System.Text.Json.Nodes;
using Tessera.Adapters.Library;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Tensors.Native;
using TorchSharp;

namespace Tessera.Adapters.Tests.Libraries;

/// <summary>I can add, remove, rename, replace and copy experts, and what is known of them goes along.</summary>
public sealed class LibraryFolderSpecs : IDisposable
{
    private static readonly ExpertScore Score = new("accuracy", "count", "test", 0.75);

    private readonly TemporaryFolder _folder = new();
    private readonly DisposeScope _scope;
    private readonly string _path;
    private readonly LibraryFolder _library;

    public LibraryFolderSpecs()
    {
        Libtorch.EnsureLoaded();
        _scope = torch.NewDisposeScope();
        _path = Path.Combine(_folder.Path, "library");
        _library = LibraryFolder.At(_path);
    }

    [Fact]
    public void What_is_known_of_an_expert_is_there_when_the_library_is_opened()
    {
        var training = new JsonObject { ["steps"] = 60, ["loss"] = "preference" };
        _library.Add(Experts.Draft("one", 1, record: new ExpertRecord { Task = "count", BaseModel = "tiny", Training = training, Metadata = new Dictionary<string, string> { ["term"] = "binding" } }));
        _library.Record("one", Score, Score with { Split = "train", Value = 1 });
        _library.Record("one", Score with { Value = 0.8 });

        using var library = ExpertLibrary.Open(_path);

        library.Experts[0].Metadata.Should().Contain("task", "count").And.Contain("baseModel", "tiny").And.Contain("term", "binding");
        library.RecordOf(0).Training!.ToJsonString().Should().Be(training.ToJsonString());
        library.ScoresOf(0).Should().Equal(Score with { Split = "train", Value = 1 }, Score with { Value = 0.8 });
        library.HashOf(0).Should().HaveLength(64);
    }

    [Fact]
    public void A_folder_copied_out_of_the_library_still_says_what_it_is()
    {
        _library.Add(Experts.Draft("one", 1, record: new ExpertRecord { Task = "count", Parents = ["zero"] }));
        var pile = Path.Combine(_folder.Path, "pile");
        LibraryFolder.At(pile).Add("moved", Path.Combine(_path, "one"));
        File.Delete(Path.Combine(pile, "index.json"));

        using var library = ExpertLibrary.Open(pile);

        library.Experts.Should().ContainSingle().Which.Metadata.Should().Contain("task", "count").And.Contain("parents", "zero");
        library.ScoresOf(0).Should().BeEmpty();
    }

    [Fact]
    public void A_renamed_expert_keeps_its_scores_and_its_children_know_its_new_name()
    {
        _library.Add(Experts.Draft("one", 1));
        _library.Record("one", Score);
        _library.Add(Experts.Draft("child", 2, record: new ExpertRecord { Parents = ["one", "other"] }));

        _library.Rename("one", "first");

        using var library = ExpertLibrary.Open(_path);
        library.Experts.Select(expert => expert.Name).Should().Equal("child", "first");
        library.RecordOf(0).Parents.Should().Equal("first", "other");
        library.ScoresOf(1).Should().Equal(Score);
    }

    [Fact]
    public void A_copy_has_the_same_weights_and_scores_and_knows_its_parent()
    {
        _library.Add(Experts.Draft("one", 1, record: new ExpertRecord { Task = "count" }));
        _library.Record("one", Score);

        _library.Clone("one", "two");

        using var library = ExpertLibrary.Open(_path);
        library.HashOf(1).Should().Be(library.HashOf(0));
        library.ScoresOf(1).Should().Equal(Score);
        library.RecordOf(1).Should().BeEquivalentTo(new ExpertRecord { Task = "count", Parents = ["one"] });
    }

    [Fact]
    public void New_weights_take_the_place_of_old_ones_and_the_old_scores_are_gone()
    {
        _library.Add(Experts.Draft("one", 1));
        _library.Record("one", Score);
        using var before = ExpertLibrary.Open(_path);
        var old = before.Delta("one", Experts.Query);

        _library.Replace(Experts.Draft("one", 2, rank: 3));

        using var after = ExpertLibrary.Open(_path);
        after.Read(0, 0)!.Rank.Should().Be(3);
        after.ScoresOf(0).Should().BeEmpty();
        before.Delta("one", Experts.Query).ShouldBeNear(old, 1e-15);
        before.ScoresOf(0).Should().Equal(Score);
        Directory.EnumerateFileSystemEntries(Path.Combine(_path, ".library"), "*", SearchOption.AllDirectories).Select(Path.GetFileName).Should().BeEquivalentTo("lock", "drafts", "outgoing");
    }

    [Fact]
    public void A_work_that_is_done_again_puts_its_expert_where_it_was()
    {
        _library.Put(Experts.Draft("one", 1));
        _library.Put(Experts.Draft("one", 2));

        using var library = ExpertLibrary.Open(_path);
        library.Experts.Should().ContainSingle();
        library.Delta("one", Experts.Query).ShouldBeNear(Experts.Draft("one", 2).Factors[Experts.Query].Delta(), 1e-12);
        Refused(() => _library.Put(Experts.Draft("One", 3))).Id.Should().Be("TESS5306");
    }

    [Fact]
    public void Scores_of_weights_that_were_changed_by_other_hands_are_not_believed()
    {
        _library.Add(Experts.Draft("one", 1));
        _library.Record("one", Score);
        ExpertWriter.Write(Path.Combine(_path, "one"), Experts.Draft("one", 2));

        using (var library = ExpertLibrary.Open(_path)) library.ScoresOf(0).Should().BeEmpty();
        _library.Record("one", Score with { Task = "other" });

        using var again = ExpertLibrary.Open(_path);
        again.ScoresOf(0).Should().Equal(Score with { Task = "other" });
    }

    [Fact]
    public void A_removed_expert_is_gone_from_folder_and_index()
    {
        _library.Add(Experts.Draft("one", 1));
        _library.Add(Experts.Draft("two", 2));

        _library.Remove("one");

        using var library = ExpertLibrary.Open(_path);
        library.Experts.Should().ContainSingle().Which.Name.Should().Be("two");
        File.ReadAllText(Path.Combine(_path, "index.json")).Should().NotContain("\"one\"");
        Directory.Exists(Path.Combine(_path, "one")).Should().BeFalse();
    }

    [Fact]
    public void A_pile_of_adapters_without_an_index_gets_one_when_something_is_said_of_it()
    {
        ExpertWriter.Write(Path.Combine(_path, "one"), Experts.Draft("one", 1));
        ExpertWriter.Write(Path.Combine(_path, "two"), Experts.Draft("two", 2));

        _library.Describe("two", new ExpertRecord { Task = "count" });

        using var library = ExpertLibrary.Open(_path);
        library.Experts.Select(expert => expert.Metadata.GetValueOrDefault("task")).Should().Equal(null, "count");
    }

    [Fact]
    public void Names_that_are_taken_missing_or_unfit_are_refused_and_nothing_changes()
    {
        _library.Add(Experts.Draft("one", 1));
        var before = Snapshot();

        Refused(() => _library.Add(Experts.Draft("One", 2))).Id.Should().Be("TESS5306");
        Refused(() => _library.Add("index.json", Path.Combine(_path, "one"))).Id.Should().Be("TESS5306");
        Refused(() => _library.Clone("one", "one")).Id.Should().Be("TESS5306");
        Refused(() => _library.Remove("onee")).Should().Match<Diagnostic>(problem => problem.Id == "TESS5307" && problem.Remedy!.Contains("'one'"));
        Refused(() => _library.Replace(Experts.Draft("two", 2))).Id.Should().Be("TESS5307");
        foreach (var name in new[] { "../out", "a/b", "", ".library", ".hidden", "a\nb", new string('x', 300) })
        {
            Refused(() => _library.Add(Experts.Draft(name, 2))).Id.Should().Be("TESS5303");
            Refused(() => _library.Remove(name)).Id.Should().Be("TESS5303");
            Refused(() => _library.Rename("one", name)).Id.Should().Be("TESS5303");
        }

        Snapshot().Should().Equal(before);
        Directory.EnumerateFileSystemEntries(_folder.Path).Should().ContainSingle();
    }

    [Fact]
    public void A_folder_that_is_no_adapters_is_not_added()
    {
        var empty = Directory.CreateDirectory(Path.Combine(_folder.Path, "empty")).FullName;

        Refused(() => _library.Add("one", empty)).Id.Should().Be("TESS5010");
        File.WriteAllText(Path.Combine(empty, "adapter_config.json"), "{}");
        Refused(() => _library.Add("one", empty)).Id.Should().Be("TESS5001");

        Directory.Exists(Path.Combine(_path, "one")).Should().BeFalse();
    }

    public void Dispose()
    {
        _scope.Dispose();
        _folder.Dispose();
    }

    private List<string> Snapshot() => [.. Directory.EnumerateFiles(_path, "*", SearchOption.AllDirectories).Where(file => !file.Contains(".library")).Order().Select(file => $"{file} {Convert.ToHexString(File.ReadAllBytes(file))}")];

    private static Diagnostic Refused(Action change) => change.Should().Throw<TesseraException>().Which.Diagnostics.Single();
}

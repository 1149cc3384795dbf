using System.Text.Json.Nodes;
using Tessera.Adapters.Library;
using Tessera.Sdk.Tensors.Native;
using TorchSharp;

namespace Tessera.Adapters.Tests.Libraries;

/// <summary>What is derived from experts is kept beside them, and never used for others.</summary>
public sealed class DerivedDataSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DisposeScope _scope;
    private readonly LibraryFolder _library;
    private int _made;

    public DerivedDataSpecs()
    {
        Libtorch.EnsureLoaded();
        _scope = torch.NewDisposeScope();
        _library = LibraryFolder.At(_folder.Path);
        _library.Add(Experts.Draft("one", 1));
        _library.Add(Experts.Draft("two", 2));
    }

    [Fact]
    public void Data_are_made_once_and_read_from_then_on()
    {
        using var first = Get(values: new JsonObject { ["sigma"] = 0.5 });
        using var second = Get();

        _made.Should().Be(1);
        second.Tensors["prototypes"].ShouldBeNear(first.Tensors["prototypes"], 1e-12);
        second.Values!["sigma"]!.GetValue<double>().Should().Be(0.5);
        Kept().Should().HaveCount(2).And.OnlyContain(file => file.EndsWith(".json") || file.EndsWith(".safetensors"));
    }

    [Fact]
    public void Other_options_versions_parts_and_ties_are_other_data()
    {
        Get().Dispose();
        Get(options: new JsonObject { ["k"] = 4 }).Dispose();
        Get(version: "2").Dispose();
        Get(part: "router/other").Dispose();
        _made.Should().Be(4);

        Get(options: new JsonObject { ["k"] = 4 }).Dispose();
        Get().Dispose();
        _made.Should().Be(4);
    }

    [Fact]
    public void Data_of_experts_that_were_replaced_are_made_anew_and_the_stale_ones_removed()
    {
        Get().Dispose();
        var before = Kept();

        _library.Replace(Experts.Draft("two", 3));
        Get().Dispose();

        _made.Should().Be(2);
        Kept().Should().HaveCount(2).And.NotIntersectWith(before);
    }

    [Fact]
    public void Data_survive_what_changes_no_weights_and_die_with_what_does()
    {
        Get().Dispose();
        _library.Record("one", new ExpertScore("accuracy", "count", "test", 1));
        Get().Dispose();
        _made.Should().Be(1);

        _library.Rename("one", "first");
        Get().Dispose();
        _made.Should().Be(2);
        _library.Remove("first");
        Get().Dispose();
        _made.Should().Be(3);
    }

    [Theory]
    [InlineData(".json", "{")]
    [InlineData(".json", """{ "key": { "part": "router/arrow" }, "values": null }""")]
    [InlineData(".json", "[]")]
    [InlineData(".safetensors", "no tensors")]
    [InlineData(".safetensors", null)]
    public void Damaged_data_are_made_anew(string extension, string? content)
    {
        Get().Dispose();
        var file = Kept().Single(name => name.EndsWith(extension, StringComparison.Ordinal));
        if (content is null) File.Delete(file);
        else File.WriteAllText(file, content);

        Get().Dispose();
        Get().Dispose();

        _made.Should().Be(2);
    }

    [Fact]
    public void Tensors_of_other_data_under_the_same_name_are_not_believed()
    {
        Get().Dispose();
        Get(version: "2").Dispose();
        var files = Kept().Where(file => file.EndsWith(".safetensors", StringComparison.Ordinal)).ToList();
        File.Copy(files[0], files[1], overwrite: true);

        Get().Dispose();
        Get(version: "2").Dispose();

        _made.Should().Be(3);
    }

    public void Dispose()
    {
        _scope.Dispose();
        _folder.Dispose();
    }

    private List<string> Kept() => [.. Directory.EnumerateFiles(Path.Combine(_folder.Path, ".library", "derived"), "*", SearchOption.AllDirectories).Order()];

    private DerivedContent Get(string part = "router/arrow", string version = "1", JsonNode? options = null, JsonNode? values = null)
    {
        using var library = ExpertLibrary.Open(_folder.Path);
        return library.Derive(part, version, options).GetOrMake(() =>
        {
            _made++;
            return new DerivedContent(new Dictionary<string, torch.Tensor> { ["prototypes"] = torch.ones(2, 3).Times(_made) }, values);
        });
    }
}

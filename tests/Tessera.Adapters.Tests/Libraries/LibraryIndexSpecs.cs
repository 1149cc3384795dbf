using Tessera.Adapters.Library;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Tensors.Native;
using TorchSharp;

namespace Tessera.Adapters.Tests.Libraries;

/// <summary>An index may come from anyone.</summary>
public sealed class LibraryIndexSpecs : IDisposable
{
    private const string Hash = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    private readonly TemporaryFolder _folder = new();

    public LibraryIndexSpecs()
    {
        Libtorch.EnsureLoaded();
        using var scope = torch.NewDisposeScope();
        LibraryFolder.At(_folder.Path).Add(Experts.Draft("one", 1));
    }

    [Theory]
    [InlineData("", "index.json")]
    [InlineData("null", "null")]
    [InlineData("[]", "index.json")]
    [InlineData("{", "index.json")]
    [InlineData("""{ "version": 1 }""", "experts")]
    [InlineData("""{ "version": 9, "experts": {} }""", "version 9")]
    [InlineData("""{ "version": "1", "experts": {} }""", "$.version")]
    [InlineData("""{ "version": 1, "experts": [] }""", "$.experts")]
    [InlineData("""{ "version": 1, "experts": {}, "expert": {} }""", "expert")]
    [InlineData("""{ "version": 1, "experts": null }""", "experts")]
    [InlineData("""{ "version": 1, "experts": { "one": null } }""", "$.experts['one']")]
    [InlineData("""{ "version": 1, "experts": { "../../etc/passwd": { "hash": "H", "record": {}, "scores": [] } } }""", "'../../etc/passwd' cannot name an expert")]
    [InlineData("""{ "version": 1, "experts": { "/tmp/x": { "hash": "H", "record": {}, "scores": [] } } }""", "'/tmp/x' cannot name an expert")]
    [InlineData("""{ "version": 1, "experts": { "a\u001b[2J": { "hash": "H", "record": {}, "scores": [] } } }""", "cannot name an expert")]
    [InlineData("""{ "version": 1, "experts": { "one": { "hash": "short", "record": {}, "scores": [] } } }""", "$.experts['one'].hash")]
    [InlineData("""{ "version": 1, "experts": { "one": { "hash": 5, "record": {}, "scores": [] } } }""", "hash")]
    [InlineData("""{ "version": 1, "experts": { "one": { "hash": "H", "record": { "parents": ["../x"] }, "scores": [] } } }""", "parents")]
    [InlineData("""{ "version": 1, "experts": { "one": { "hash": "H", "record": { "parents": [null] }, "scores": [] } } }""", "parents")]
    [InlineData("""{ "version": 1, "experts": { "one": { "hash": "H", "record": { "task": ["a"] }, "scores": [] } } }""", "task")]
    [InlineData("""{ "version": 1, "experts": { "one": { "hash": "H", "record": { "metadata": { "a": null } }, "scores": [] } } }""", "metadata")]
    [InlineData("""{ "version": 1, "experts": { "one": { "hash": "H", "record": {}, "scores": [{ "name": "a", "task": "b", "split": "c", "value": "high" }] } } }""", "value")]
    [InlineData("""{ "version": 1, "experts": { "one": { "hash": "H", "record": {}, "scores": [{ "name": "a", "task": "b", "split": "c", "value": 1e999 }] } } }""", "scores")]
    [InlineData("""{ "version": 1, "experts": { "one": { "hash": "H", "record": {}, "scores": [null] } } }""", "scores")]
    [InlineData("""{ "version": 1, "experts": { "one": { "hash": "H", "record": {}, "scores": [] }, "one": { "hash": "H", "record": {}, "scores": [] } } }""", "one")]
    public void What_is_wrong_is_said_with_its_place_and_nothing_is_done(string index, string reason)
    {
        var path = _folder.File("index.json", index.Replace("\"H\"", $"\"{Hash}\"", StringComparison.Ordinal));
        var open = () => ExpertLibrary.Open(_folder.Path).Dispose();
        var change = () => LibraryFolder.At(_folder.Path).Remove("one");

        var problem = open.Should().Throw<TesseraException>().Which.Diagnostics.Single();
        problem.Id.Should().Be("TESS5302");
        problem.Location!.File.Should().Be(path);
        problem.ToString().Should().Contain(reason).And.NotContain("\u001b");
        change.Should().Throw<TesseraException>().Which.Diagnostics.Single().Id.Should().Be("TESS5302");
        Directory.Exists(Path.Combine(_folder.Path, "one")).Should().BeTrue();
    }

    [Fact]
    public void Experts_that_the_index_tells_of_and_no_folder_holds_are_not_there()
    {
        _folder.File("index.json", $$"""{ "version": 1, "experts": { "ghost": { "hash": "{{Hash}}", "record": { "task": "count" }, "scores": [] } } }""");

        using var library = ExpertLibrary.Open(_folder.Path);

        library.Experts.Should().ContainSingle().Which.Name.Should().Be("one");
    }

    [Fact]
    public void An_index_nested_without_end_is_refused()
    {
        _folder.File("index.json", $$"""{ "version": 1, "experts": { "one": { "hash": "{{Hash}}", "scores": [], "record": { "training": { "a": {{new string('[', 100_000)}} } } } }""");
        var open = () => ExpertLibrary.Open(_folder.Path).Dispose();

        open.Should().Throw<TesseraException>().Which.Diagnostics.Single().Id.Should().Be("TESS5302");
    }

    public void Dispose() => _folder.Dispose();
}

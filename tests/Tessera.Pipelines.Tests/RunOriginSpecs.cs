using Tessera.Pipelines.Running;

namespace Tessera.Pipelines.Tests;

/// <summary>What a run was done with can be read from its folder.</summary>
public sealed class RunOriginSpecs : IDisposable
{
    private string Sums => $$"""
        name: sums
        steps:
          first: { uses: step/add, with: { left: 1 } }
          second: { uses: step/add, with: { left: "${first.value}", witness: "{{Path.Combine(_fixture.Folder, "sum")}}-${first.text}.txt" } }
        """;

    private readonly Fixture _fixture = new();

    private RunFolder Folder => new(Path.Combine(_fixture.Folder, "run"));

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task I_read_options_as_they_are_written_and_what_the_lock_holds()
    {
        await _fixture.RunAsync(Sums);

        var origin = Folder.ReadOrigin();

        origin.Options["first"]["left"]!.GetValue<double>().Should().Be(1);
        origin.Options["second"]["left"]!.GetValue<string>().Should().Be("${first.value}");
        origin.Options["second"]["witness"]!.GetValue<string>().Should().Be(Path.Combine(_fixture.Folder, "sum-${first.text}.txt"));
        origin.Seed.Should().Be("0");
        origin.Seeds.Keys.Should().Equal("first", "second");
        origin.Plugins.Should().ContainSingle().Which.Should().Match<PinnedPlugin>(plugin => plugin.Id == "tessera.fixtures.steps" && plugin.Version == "0.1.0" && plugin.Sha256.Length == 64);
        origin.Build.Should().NotBeNullOrEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{ \"steps\": { \"a\": { \"with\": { \"x\": { \"$property\": [null] } } } }, \"seeds\": [], \"plugins\": [1, { }] }")]
    [InlineData("{ \"steps\": { \"a\": { \"with\": { \"x\": { \"$path\": 7 } } } }, \"seed\": { } }")]
    public async Task What_is_damaged_is_left_out(string content)
    {
        await _fixture.RunAsync(Sums);
        foreach (var file in new[] { Folder.PipelineFile, Folder.LockFile }) await File.WriteAllTextAsync(file, content);

        var origin = Folder.ReadOrigin();

        origin.Options.Should().BeEmpty();
        origin.Seeds.Should().BeEmpty();
        origin.Seed.Should().BeNull();
        origin.Plugins.Where(plugin => plugin.Id.Length > 0).Should().BeEmpty();
    }
}

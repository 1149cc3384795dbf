using System.Text.Json.Nodes;
using Tessera.Hosting.Activation;
using Tessera.Pipelines.Loading;
using Tessera.Pipelines.Locking;
using Tessera.Pipelines.Running;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Pipelines.Tests;

/// <summary>A pipeline that is locked to its plugins.</summary>
public sealed class LockSpecs : IDisposable
{
    private const string Yaml = "name: locked\nsteps: { a: { uses: step/add, with: { left: 1 } } }";

    private readonly Fixture _fixture = new();

    private string LockFile => Path.Combine(_fixture.Folder, "pipeline.lock.json");

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task A_locked_pipeline_runs_with_its_plugins_and_no_others()
    {
        var locked = _fixture.PluginOf("1.0.0", "locked");
        PipelineLock.Write(_fixture.Load(Yaml, locked).Pipeline).Should().HaveCount(2, "the SDK and the plugin were not locked before");
        PipelineLock.Write(_fixture.Load(Yaml, locked).Pipeline).Should().BeEmpty();

        (await RunAsync(locked)).Status.Should().Be(RunStatus.Succeeded);
        foreach (var (version, name) in new[] { ("1.1.0", "newer"), ("1.0.0", "changed") })
        {
            var refused = (await FluentActions.Awaiting(() => RunAsync(_fixture.PluginOf(version, name))).Should().ThrowAsync<TesseraException>()).Which.Diagnostics.Should().ContainSingle().Subject;

            (refused.Id, refused.Location!.File).Should().Be(("TESS3040", LockFile));
            refused.Message.Should().MatchRegex($@"PLUGIN +LOCKED +PRESENT\n +tessera\.fixtures\.steps +1\.0\.0 [0-9a-f]{{12}} +{version} [0-9a-f]{{12}}$");
            refused.Remedy.Should().Contain("tessera lock pipeline.yaml").And.Contain("--ignore-lock");
            Directory.Exists(Path.Combine(_fixture.Folder, name + "-run")).Should().BeFalse("nothing was begun");
        }
    }

    [Fact]
    public async Task Who_asks_for_it_runs_with_others_and_is_warned()
    {
        PipelineLock.Write(_fixture.Load(Yaml, _fixture.PluginOf("1.0.0", "locked")).Pipeline);

        var summary = await RunAsync(_fixture.PluginOf("1.1.0", "newer"), ignoreLock: true);

        summary.Status.Should().Be(RunStatus.Succeeded);
        summary.Warnings.Should().ContainSingle().Which.Should().Contain("warning TESS3040").And.Contain("1.1.0");
    }

    [Theory]
    [InlineData("""{"sdk":"\ud800","plugins":[]}""")]
    [InlineData("""{"sdk":"0.1.0","plugins":[{"id":"\udc00"}]}""")]
    [InlineData("""{"sdk":"0.1.0","\ud800":1,"plugins":[]}""")]
    [InlineData("""{"sdk":"0.1.0","plugins":[{"id":"acme","version":"1\nerror: "}]}""")]
    [InlineData("""{"sdk":"\u001b[2J","plugins":[]}""")]
    public void A_lock_with_texts_that_are_none_is_damaged_and_written_anew(string json)
    {
        var pipeline = _fixture.Load(Yaml, _fixture.PluginOf("1.0.0", "locked")).Pipeline;
        File.WriteAllText(LockFile, json);

        PipelineLock.Check(pipeline)!.Id.Should().Be("TESS3041");
        PipelineLock.Write(pipeline).Should().HaveCount(2);
        PipelineLock.Check(pipeline).Should().BeNull();
    }

    [Fact]
    public void A_plugin_that_the_lock_does_not_name_is_a_difference_and_one_that_nobody_uses_is_none()
    {
        var pipeline = _fixture.Load(Yaml, _fixture.PluginOf("1.0.0", "locked")).Pipeline;
        PipelineLock.Write(pipeline);
        var locked = JsonNode.Parse(File.ReadAllText(LockFile))!;

        locked["plugins"]!.AsArray().Add(new JsonObject { ["id"] = "acme.unused", ["version"] = "1.0.0", ["sha256"] = "00" });
        File.WriteAllText(LockFile, locked.ToJsonString());
        PipelineLock.Check(pipeline).Should().BeNull();

        locked["plugins"]!.AsArray().RemoveAt(0);
        File.WriteAllText(LockFile, locked.ToJsonString());
        PipelineLock.Check(pipeline)!.Message.Should().MatchRegex(@"tessera\.fixtures\.steps +- +1\.0\.0 ");
    }

    [Fact]
    public void Another_SDK_is_a_difference()
    {
        var pipeline = _fixture.Load(Yaml, _fixture.PluginOf("1.0.0", "locked")).Pipeline;
        PipelineLock.Write(pipeline);
        var locked = JsonNode.Parse(File.ReadAllText(LockFile))!;
        locked["sdk"] = "0.0.9";
        File.WriteAllText(LockFile, locked.ToJsonString());

        PipelineLock.Check(pipeline)!.Message.Should().MatchRegex(@"\n +Tessera\.Sdk +0\.0\.9 +[0-9.]+$");
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{ "sdk": "1.0.0", "plugins": {} }""")]
    [InlineData("""{ "sdk": "1.0.0", "sdk": "1.0.0", "plugins": [] }""")]
    public async Task A_damaged_lock_is_refused_and_can_be_written_anew(string text)
    {
        var plugin = _fixture.PluginOf("1.0.0", "locked");
        _fixture.Write("pipeline.lock.json", text);

        var refused = (await FluentActions.Awaiting(() => RunAsync(plugin)).Should().ThrowAsync<TesseraException>()).Which.Diagnostics.Should().ContainSingle().Subject;
        (refused.Id, refused.Location!.File).Should().Be(("TESS3041", LockFile));

        PipelineLock.Write(_fixture.Load(Yaml, plugin).Pipeline);
        (await RunAsync(plugin)).Status.Should().Be(RunStatus.Succeeded);
    }

    [Theory]
    [InlineData("""{ "sdk": 7, "plugins": [ 1, { "id": {} }, null ] }""")]
    [InlineData("""{ "sdk": { "a": 1 }, "plugins": [ { "id": "tessera.fixtures.steps", "version": 1, "sha256": "" } ] }""")]
    public void An_entry_that_is_none_pins_nothing(string text)
    {
        _fixture.Write("pipeline.lock.json", text);

        PipelineLock.Check(_fixture.Load(Yaml, _fixture.PluginOf("1.0.0", "locked")).Pipeline)!.Id.Should().Be("TESS3040");
    }

    [Fact]
    public void A_lock_that_cannot_be_written_says_so()
    {
        Directory.CreateDirectory(Path.Combine(LockFile, "in the way"));

        FluentActions.Invoking(() => PipelineLock.Write(_fixture.Load(Yaml, _fixture.PluginOf("1.0.0", "locked")).Pipeline))
            .Should().Throw<TesseraException>().Which.Diagnostics[0].Id.Should().Be("TESS3042");
    }

    private async Task<RunSummary> RunAsync(string plugin, bool ignoreLock = false)
    {
        var (pipeline, catalog) = _fixture.Load(Yaml, plugin);
        await using var host = new PluginHost(catalog);
        var options = new RunOptions { Folder = Path.Combine(_fixture.Folder, Path.GetFileName(plugin) + "-run"), IgnoreLock = ignoreLock };
        return await PipelineRun.ExecuteAsync(pipeline, options, host, CancellationToken.None);
    }
}

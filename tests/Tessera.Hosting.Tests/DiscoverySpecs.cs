using System.Runtime.Loader;
using Tessera.Hosting.Catalog;

namespace Tessera.Hosting.Tests;

/// <summary>What the host finds in folders of plugins.</summary>
[Collection("what is loaded into the process")]
public class DiscoverySpecs
{
    [Fact]
    public void Plugins_are_found_and_nothing_of_them_is_loaded()
    {
        using var folder = new TemporaryFolder();
        for (var i = 0; i < 100; i++)
        {
            var plugin = folder.CopyOf(BuiltPlugins.CountTool, $"plugin{i:000}");
            var manifest = Path.Combine(plugin, "plugin.json");
            File.WriteAllText(manifest, File.ReadAllText(manifest).Replace("samples.count-tool", $"generated.plugin{i:000}", StringComparison.Ordinal));
        }

        var loadedBefore = AssemblyLoadContext.All.SelectMany(context => context.Assemblies).Count(IsPlugin);
        var catalog = PluginCatalog.Discover([folder.Path]);

        catalog.Plugins.Should().HaveCount(100).And.OnlyContain(plugin => plugin.Status == PluginStatus.Ready);
        AssemblyLoadContext.All.SelectMany(context => context.Assemblies).Count(IsPlugin).Should().Be(loadedBefore);

        static bool IsPlugin(System.Reflection.Assembly assembly) => assembly.GetName().Name == "Samples.CountTool";
    }

    [Fact]
    public void The_manifest_says_what_the_attributes_and_the_documentation_say()
    {
        var part = PluginCatalog.Discover([BuiltPlugins.Steps]).Find("step/add").Part!;

        part.Manifest.Description.Should().Be("Adds two numbers.");
        part.Manifest.Deterministic.Should().BeTrue();
        part.Manifest.Output!.Type.Should().Be("Tessera.Fixtures.Steps.Sum");
        part.Manifest.Output.Schema!["properties"]!["value"]!["type"]!.GetValue<string>().Should().Be("number");
        var options = part.Manifest.Options!;
        options["required"]!.ToJsonString().Should().Be("""["left"]""");
        options["properties"]!["right"]!.ToJsonString().Should().Be("""{"type":"number","description":"The other number.","minimum":-1000,"maximum":1000,"default":1}""");
        options["properties"]!["rounding"]!["enum"]!.ToJsonString().Should().Be("""["none","wholeNumbers"]""");
    }

    [Theory]
    [InlineData("{", "TESS2001")]
    [InlineData("[]", "TESS2003")]
    [InlineData("""{ "id": "a" }""", "TESS2003")]
    [InlineData("""{ "id": "a", "id": "b" }""", "TESS2001")]
    [InlineData("""{ "id": "a", "more": [{ "b": { "c": 1, "c": 2 } }] }""", "TESS2001")]
    [InlineData("""{ "id": "a", "version": "1.0.0", "entry": "a.dll", "sdk": "0.1" } {}""", "TESS2001")]
    [InlineData("[7", "TESS2001")]
    [InlineData("""{ "id": null, "version": "1.0.0", "entry": "a.dll", "sdk": "0.1" }""", "TESS2003")]
    [InlineData("""{ "id": "a", "version": "1.0.0", "entry": "a.dll", "sdk": "0.1", "exports": [{ "kind": "tool", "name": "a", "type": "A", "options": {} }] }""", "TESS2003")]
    [InlineData("""{ "id": "A b", "version": "1.0.0", "entry": "a.dll", "sdk": "0.1" }""", "TESS2003")]
    [InlineData("""{ "id": "a", "version": "one", "entry": "a.dll", "sdk": "0.1" }""", "TESS2003")]
    [InlineData("""{ "id": "a", "version": "1.0.0", "entry": "../a.dll", "sdk": "0.1" }""", "TESS2003")]
    [InlineData("""{ "id": "a", "version": "1.0.0", "entry": "a.dll", "sdk": "0.1" }""", "TESS2004")]
    [InlineData("""{ "id": "a", "version": "1.0.0", "entry": "a.dll", "sdk": "0.1", "requires": ["telepathy"] }""", "TESS2021")]
    [InlineData("""{ "id": "a", "version": "1.0.0", "entry": "a.dll", "sdk": "0.1", "exports": [7] }""", "TESS2003")]
    public void A_bad_manifest_is_a_row_with_its_reason(string manifest, string id)
    {
        using var folder = new TemporaryFolder();
        folder.Write("bad/plugin.json", manifest);

        var plugin = PluginCatalog.Discover([folder.Path, BuiltPlugins.CountTool]).Plugins.Single(plugin => plugin.Folder.EndsWith("bad", StringComparison.Ordinal));

        plugin.Status.Should().NotBe(PluginStatus.Ready);
        plugin.Diagnostics.Should().ContainSingle().Which.Id.Should().Be(id);
    }

    [Fact]
    public void A_plugin_for_a_newer_host_says_what_to_update()
    {
        using var folder = new TemporaryFolder();
        var plugin = folder.CopyOf(BuiltPlugins.CountTool, "newer");
        File.WriteAllText(Path.Combine(plugin, "plugin.json"), File.ReadAllText(Path.Combine(plugin, "plugin.json")).Replace("\"sdk\": \"0.1.0\"", "\"sdk\": \"2.0.0\"", StringComparison.Ordinal));

        var row = PluginCatalog.Discover([folder.Path]).Plugins.Single();

        row.Status.Should().Be(PluginStatus.Unsupported);
        row.Diagnostics.Single().Message.Should().Be("samples.count-tool 0.1.0 was built for Tessera.Sdk 2.0; this host provides 0.1.");
    }

    [Fact]
    public void Of_several_versions_the_highest_is_taken_unless_another_is_named()
    {
        using var folder = new TemporaryFolder();
        foreach (var version in new[] { "1.9.0", "1.10.0", "1.10.0-beta.2" }) folder.CopyOf(BuiltPlugins.CountTool, $"count/{version}");

        Path.GetFileName(PluginCatalog.Discover([folder.Path]).Plugins.Single().Folder).Should().Be("1.10.0");
        folder.Write("count/current", "1.9.0\n");
        Path.GetFileName(PluginCatalog.Discover([folder.Path]).Plugins.Single().Folder).Should().Be("1.9.0");
    }

    [Fact]
    public void A_part_that_several_plugins_have_must_be_named_in_full()
    {
        using var folder = new TemporaryFolder();
        var twin = folder.CopyOf(BuiltPlugins.CountTool, "twin");
        File.WriteAllText(Path.Combine(twin, "plugin.json"), File.ReadAllText(Path.Combine(twin, "plugin.json")).Replace("samples.count-tool", "acme.count", StringComparison.Ordinal));
        var catalog = PluginCatalog.Discover([BuiltPlugins.CountTool, folder.Path]);

        catalog.Find("tool/count").Problem!.Remedy.Should().Contain("tool/acme.count/count").And.Contain("tool/samples.count-tool/count");
        catalog.Find("tool/acme.count/count").Part!.Plugin.Id.Should().Be("acme.count");
    }

    [Fact]
    public void The_second_plugin_of_one_id_is_shadowed_and_says_by_which()
    {
        using var folder = new TemporaryFolder();
        folder.CopyOf(BuiltPlugins.CountTool, "again");

        var catalog = PluginCatalog.Discover([BuiltPlugins.CountTool, folder.Path]);

        catalog.Plugins.Select(plugin => plugin.Status).Should().BeEquivalentTo([PluginStatus.Ready, PluginStatus.Shadowed]);
        catalog.Find("tool/count").Part.Should().NotBeNull();
    }
}

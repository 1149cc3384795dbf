using System.Text.Json.Nodes;
using Tessera.Hosting.Catalog;
using Tessera.Pipelines.Loading;
using Tessera.Pipelines.Running;

namespace Tessera.Pipelines.Tests;

/// <summary>Parts with the same identity do the same: their plugin and their options are in it, and where more decides there is none.</summary>
public sealed class PartIdentitySpecs : IDisposable
{
    private readonly Fixture _fixture = new();

    [Fact]
    public void The_order_of_options_does_not_matter_and_their_values_do()
    {
        var one = Of("loss/length", new JsonObject { ["a"] = 1, ["b"] = new JsonObject { ["c"] = 2, ["d"] = 3 } });

        one.Should().HaveLength(64);
        Of("loss/length", new JsonObject { ["b"] = new JsonObject { ["d"] = 3, ["c"] = 2 }, ["a"] = 1 }).Should().Be(one);
        Of("loss/length", new JsonObject { ["a"] = 1, ["b"] = new JsonObject { ["c"] = 2, ["d"] = 4 } }).Should().NotBe(one);
        Of("loss/length", null).Should().NotBe(one);
        Of("step/wait", new JsonObject { ["a"] = 1, ["b"] = new JsonObject { ["c"] = 2, ["d"] = 3 } }).Should().NotBe(one);
    }

    [Fact]
    public void Another_build_or_version_of_the_plugin_is_another_part()
    {
        var catalog = PluginCatalog.Discover([_fixture.PluginOf("1.0.0", "one")]);
        var (version, files) = (PluginCatalog.Discover([_fixture.PluginOf("1.0.1", "two")]), PluginCatalog.Discover([_fixture.PluginOf("1.0.0", "three")]));

        Of("loss/length", null, version).Should().NotBe(Of("loss/length", null, catalog));
        Of("loss/length", null, files).Should().NotBe(Of("loss/length", null, catalog));
        Of("loss/length", null, catalog).Should().Be(Of("loss/length", null, PluginCatalog.Discover([_fixture.PluginOf("1.0.0", "one")])));
    }

    [Fact]
    public void What_files_parts_and_outputs_of_steps_decide_has_none()
    {
        Of("step/note", []).Should().BeNull("it reads a file");
        Of("step/judge", []).Should().BeNull("it uses other parts");
        Of("loss/length", new JsonObject { ["a"] = new JsonArray(OptionMarkers.ForStep("before")) }).Should().BeNull("it has the output of a step");
    }

    public void Dispose() => _fixture.Dispose();

    private static string? Of(string uses, JsonObject? options, PluginCatalog? catalog = null) => PartIdentity.Of((catalog ?? Fixture.Catalog).Find(uses).Part!, options);
}

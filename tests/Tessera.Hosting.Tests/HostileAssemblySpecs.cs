using Tessera.Hosting.Catalog;
using Tessera.Hosting.Tests.Forging;
using Tessera.Hosting.Verification;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Hosting.Tests;

/// <summary>Assemblies that were made to exhaust whoever reads them end in a diagnostic.</summary>
public class HostileAssemblySpecs
{
    private const byte ArrayOf = 0x1D, BoxedObject = 0x51, Integer = 0x08, Modifier = 0x20, FirstSpecification = 0x06;

    [Fact]
    public void Arrays_of_arrays_without_end() =>
        Problem(assembly => assembly.Call([0, 0, .. Enumerable.Repeat(ArrayOf, 500_000), Integer])).Id.Should().Be("TESS2041");

    [Fact]
    public void As_many_arrays_of_arrays_as_are_allowed() =>
        Problem(assembly => assembly.Call([0, 0, .. Enumerable.Repeat(ArrayOf, 2045), Integer])).Id.Should().Be("TESS2042");

    [Fact]
    public void A_type_that_is_made_of_itself() => Problem(assembly =>
    {
        assembly.Specify(Modifier, FirstSpecification, Integer);
        assembly.Call(0, 0, Modifier, FirstSpecification, Integer);
    }).Id.Should().Be("TESS2041");

    [Fact]
    public void Billions_of_parameters() =>
        Problem(assembly => assembly.Call(0, 0xDF, 0xFF, 0xFF, 0xFF, Integer)).Id.Should().Be("TESS2041");

    [Fact]
    public void A_type_that_lies_in_itself() =>
        Problems(assembly => assembly.NestInItself()).Should().BeEmpty("it is nothing of the host's, and nothing of it is loaded here");

    [Fact]
    public void Boxes_in_boxes_without_end() =>
        Problem(assembly => assembly.Annotate("Rank", Boxes(100_000))).Id.Should().Be("TESS2041");

    [Fact]
    public void As_many_boxes_in_boxes_as_are_allowed() =>
        Problem(assembly => assembly.Annotate("Rank", Boxes(1350))).Id.Should().Be("TESS2042");

    [Fact]
    public void Billions_of_boxes() =>
        Problem(assembly => assembly.Annotate("Rank", ArrayOf, BoxedObject, 0xFF, 0xFF, 0xFF, 0x7F)).Id.Should().Be("TESS2041");

    [Fact]
    public void A_property_of_an_attribute_that_the_host_lacks_is_named() =>
        Problem(assembly => assembly.Annotate("Rank", Integer, 7, 0, 0, 0)).Message.Should().Be("The property Tessera.Sdk.Prompts.LossAttribute.Rank does not exist in this host.");

    private static byte[] Boxes(int depth) => [.. Enumerable.Repeat((byte[])[ArrayOf, BoxedObject, 1, 0, 0, 0], depth).SelectMany(box => box), Integer, 7, 0, 0, 0];

    private static Diagnostic Problem(Action<RawAssembly> write) => Problems(write).Should().ContainSingle().Subject;

    private static IReadOnlyList<Diagnostic> Problems(Action<RawAssembly> write)
    {
        using var folder = new TemporaryFolder();
        var assembly = new RawAssembly("Samples.CountTool");
        write(assembly);
        var plugin = folder.CopyOf(BuiltPlugins.CountTool, "hostile");
        assembly.Save(Path.Combine(plugin, "Samples.CountTool.dll"));

        return PluginVerifier.Verify(PluginCatalog.Discover([plugin]).Plugins.Single());
    }
}

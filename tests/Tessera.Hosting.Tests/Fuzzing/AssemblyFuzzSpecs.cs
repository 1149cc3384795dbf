using System.Reflection.PortableExecutable;
using System.Runtime.Loader;
using Tessera.Hosting.Catalog;
using Tessera.Hosting.Verification;

namespace Tessera.Hosting.Tests.Fuzzing;

/// <summary>Whatever a plugin's assembly holds, verification reads it, and runs nothing of it.</summary>
public class AssemblyFuzzSpecs
{
    [Theory]
    [InlineData("Tessera.Fixtures.Steps", 0)]
    [InlineData("Samples.CountTool", 1_000_000)]
    public void A_damaged_assembly_is_told_from_a_sound_one_without_being_loaded(string project, int firstSeed)
    {
        using var folder = new TemporaryFolder();
        var name = project + ".damaged";
        var plugin = folder.CopyOf(BuiltPlugins.Output(project), "plugin");
        var assembly = Path.Combine(plugin, name + ".dll");
        File.Move(Path.Combine(plugin, project + ".dll"), assembly);
        File.WriteAllText(Path.Combine(plugin, "plugin.json"), File.ReadAllText(Path.Combine(plugin, "plugin.json")).Replace(project + ".dll", name + ".dll", StringComparison.Ordinal));
        var installed = PluginCatalog.Discover([plugin]).Plugins.Single();
        var original = File.ReadAllBytes(assembly);
        var metadata = MetadataIn(original);
        var count = FuzzBudget.Share(0.2);

        var outcomes = new Outcomes($"damaged copies of {project}.dll");
        for (var seed = firstSeed; seed < firstSeed + count; seed++)
        {
            File.WriteAllBytes(assembly, ByteMutation.Damage(original, seed, metadata));
            outcomes.Add($"seed {seed}", () => PluginVerifier.Verify(installed));
        }

        outcomes.Print();
        outcomes.Count.Should().Be(count);
        outcomes.Of("TESS2041").Should().BePositive();
        AssemblyLoadContext.All.SelectMany(context => context.Assemblies).Should().NotContain(loaded => !loaded.IsDynamic && loaded.Location == assembly);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    public void An_assembly_that_was_cut_off_anywhere_is_never_taken_for_a_sound_one_whose_metadata_is_gone(int offset)
    {
        using var folder = new TemporaryFolder();
        var plugin = folder.CopyOf(BuiltPlugins.CountTool, "plugin");
        var assembly = Path.Combine(plugin, "Samples.CountTool.dll");
        var installed = PluginCatalog.Discover([plugin]).Plugins.Single();
        var original = File.ReadAllBytes(assembly);
        var outcomes = new Outcomes("assemblies that were cut off");
        var endOfMetadata = MetadataIn(original).End.Value;

        for (var length = offset; length < endOfMetadata; length += 257)
        {
            File.WriteAllBytes(assembly, original[..length]);
            outcomes.Add($"{length} bytes", () => PluginVerifier.Verify(installed)).Should().ContainSingle("{0} bytes are not all", length).Which.Id.Should().Be("TESS2041");
        }

        outcomes.Print();
        outcomes.Count.Should().BeGreaterThan(10);
    }

    private static Range MetadataIn(byte[] assembly)
    {
        using var file = new PEReader(new MemoryStream(assembly));
        return file.PEHeaders.MetadataStartOffset..(file.PEHeaders.MetadataStartOffset + file.PEHeaders.MetadataSize);
    }
}

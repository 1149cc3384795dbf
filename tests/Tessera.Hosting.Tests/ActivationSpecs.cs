using System.Reflection;
using System.Text.Json.Nodes;
using Tessera.Hosting.Activation;
using Tessera.Hosting.Catalog;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Prompts;
using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Native;
using Tessera.Sdk.Tensors.Routing;
using Tessera.Sdk.Tools;
using TorchSharp;

namespace Tessera.Hosting.Tests;

/// <summary>How parts come to life.</summary>
[Collection("what is loaded into the process")]
public class ActivationSpecs
{
    [Fact]
    public async Task A_part_is_created_with_its_options()
    {
        var catalog = PluginCatalog.Discover([BuiltPlugins.Steps]);
        await using var host = new PluginHost(catalog);
        var part = catalog.Find("loss/length").Part!;
        var binding = host.BindOptions(part, new JsonObject { ["scale"] = 4 });

        await using var scaled = host.Create<ILoss>(part, binding.Value);
        await using var plain = host.Create<ILoss>(part);

        scaled.Value.Evaluate("abcd", "").Should().Be(1);
        plain.Value.Evaluate("abcd", "").Should().Be(4);
    }

    [Fact]
    public async Task A_plugin_is_loaded_once_and_only_when_it_is_needed()
    {
        var catalog = PluginCatalog.Discover([BuiltPlugins.Steps, BuiltPlugins.CountTool]);
        await using var host = new PluginHost(catalog);
        host.Activated.Should().BeEmpty();

        var parts = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => host.Create<ITool>(catalog.Find("tool/count").Part!))));

        host.Activated.Should().ContainSingle().Which.PrivateAssemblies.Should().Equal("Samples.CountTool");
        parts.Select(part => part.Value.GetType()).Distinct().Should().HaveCount(1);
        parts.Select(part => part.Value).Distinct().Should().HaveCount(16);
    }

    [Fact]
    public async Task A_manifest_that_differs_from_its_assembly_is_refused_by_name()
    {
        using var folder = new TemporaryFolder();
        var plugin = folder.CopyOf(BuiltPlugins.CountTool, "drifted");
        File.WriteAllText(Path.Combine(plugin, "plugin.json"), File.ReadAllText(Path.Combine(plugin, "plugin.json")).Replace("\"name\": \"count\"", "\"name\": \"total\"", StringComparison.Ordinal));
        var catalog = PluginCatalog.Discover([folder.Path]);
        await using var host = new PluginHost(catalog);

        var create = () => host.Create<ITool>(catalog.Find("tool/total").Part!);

        create.Should().Throw<TesseraException>().Which.Diagnostics.Single().Should().Match<Diagnostic>(problem =>
            problem.Id == "TESS2031" && problem.Message.Contains("tool/count") && problem.Message.Contains("tool/total"));
    }

    [Fact]
    public async Task Tensors_cross_the_boundary_with_one_TorchSharp_and_one_libtorch()
    {
        using var folder = new TemporaryFolder();
        var twin = folder.CopyOf(BuiltPlugins.ActivationRouter, "twin");
        File.WriteAllText(Path.Combine(twin, "plugin.json"), File.ReadAllText(Path.Combine(twin, "plugin.json")).Replace("samples.activation-router", "acme.router", StringComparison.Ordinal));
        var catalog = PluginCatalog.Discover([BuiltPlugins.ActivationRouter, folder.Path]);
        await using var host = new PluginHost(catalog);

        foreach (var uses in new[] { "router/samples.activation-router/activation", "router/acme.router/activation" })
        {
            await using var router = host.Create<IRouter>(catalog.Find(uses).Part!);
            using var a = torch.eye(3);
            using var bank = new ExpertBank(new LinearMap("map", 3, 2), ["one", "two"], [new LoraFactors(torch.eye(3), torch.ones(2, 3), 1), new LoraFactors(torch.zeros(3, 3), torch.ones(2, 3), 1)]);
            using var routing = router.Value.Prepare([bank], new RoutingContext());
            using var weights = routing.Route(new RoutingInput { Hidden = torch.ones(4, 3) });
            weights.Weights.shape.Should().Equal(4, 2);
            var expected = 1 / (1 + Math.Exp(-Math.Sqrt(3)));
            weights.Weights[0, 0].Number().Should().BeApproximately(expected, 1e-6);
            TensorsOf(routing).Should().NotBeEmpty().And.OnlyContain(tensor => ReferenceEquals(tensor, typeof(torch.Tensor)));
        }

        host.Activated.Should().HaveCount(2);
        AppDomain.CurrentDomain.GetAssemblies().Count(assembly => assembly.GetName().Name == "TorchSharp").Should().Be(1);
        if (!OperatingSystem.IsLinux()) return;
        var maps = await File.ReadAllLinesAsync("/proc/self/maps");
        foreach (var library in new[] { "libtorch_cpu.so", "libtorch.so", "libLibTorchSharp.so" })
            maps.Where(line => line.EndsWith("/" + library, StringComparison.Ordinal)).Select(line => line[line.IndexOf('/')..]).Distinct().Should().HaveCount(1, library);
    }

    // The type that the plugin's own code names, as its load context resolves it.
    private static IEnumerable<Type> TensorsOf(object pluginObject) =>
        pluginObject.GetType().GetFields(BindingFlags.NonPublic | BindingFlags.Instance)
            .SelectMany(field => field.FieldType.GetGenericArguments())
            .Where(type => type.Name == nameof(torch.Tensor));
}

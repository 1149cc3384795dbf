using System.Text.Json.Nodes;
using Tessera.Hosting.Activation;
using Tessera.Hosting.Catalog;
using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Native;
using Tessera.Sdk.Tensors.Routing;
using TorchSharp;

namespace Tessera.Routers.Tests;

/// <summary>Routers as a host gives them: found, checked, loaded and composed like anybody's.</summary>
internal static class Routers
{
    private static readonly PluginCatalog Catalog = PluginCatalog.Discover(
        [.. new[] { "Arrow", "Uniform", "Poly", "Task", "Centroid", "Chorus", "Phatgoose" }.Select(name => Repository.Output("Tessera.Routers." + name))]);
    private static readonly PluginHost Host = new(Catalog);

    public static IRouter Create(string uses, JsonObject? options = null)
    {
        var part = Catalog.Find(uses).Part!;
        var binding = Host.BindOptions(part, options);
        binding.Errors.Should().BeEmpty();
        return Host.Create<IRouter>(part, binding.Value).Value;
    }

    public static IRouter Arrow(int topK = 4, double temperature = 1, string mixing = "outputs") =>
        Create("router/arrow", new JsonObject { ["topK"] = topK, ["temperature"] = temperature, ["mixing"] = mixing });

    /// <summary>A bank of experts from (E, r, d_in) and (E, d_out, r).</summary>
    public static ExpertBank Bank(torch.Tensor a, torch.Tensor b, double scaling = 1) => new(
        new LinearMap("map", (int)a.shape[2], (int)b.shape[1]),
        [.. Enumerable.Range(0, (int)a.shape[0]).Select(expert => $"expert {expert}")],
        [.. Enumerable.Range(0, (int)a.shape[0]).Select(expert => new LoraFactors(a[expert].clone(), b[expert].clone(), scaling))]);

    public static torch.Tensor Random(Random numbers, params long[] shape) =>
        torch.tensor(Enumerable.Range(0, (int)shape.Aggregate(1L, (product, size) => product * size)).Select(_ => numbers.NextDouble() * 2 - 1).ToArray(), shape);

    public static void ShouldBeNear(this torch.Tensor actual, torch.Tensor expected, double tolerance = 1e-9)
    {
        actual.shape.Should().Equal(expected.shape);
        (actual - expected).abs().max().Number().Should().BeLessThan(tolerance);
    }
}

using System.Text.Json.Nodes;
using Tessera.Hosting.Activation;
using Tessera.Hosting.Catalog;
using Tessera.Sdk.Randomness;
using Tessera.Sdk.Tensors.Clustering;
using Tessera.Sdk.Tensors.Experts;

namespace Tessera.Clusterers.Tests;

/// <summary>Clusterers as a host gives them.</summary>
internal static class Clusterers
{
    private static readonly PluginCatalog _catalog = PluginCatalog.Discover([.. new[] { "Mbc", "Random", "ByMetadata" }.Select(name => Repository.Output("Tessera.Clusterers." + name))]);
    private static readonly PluginHost _host = new(_catalog);

    public static async Task<Clustering> ClusterAsync(string uses, IExpertLibrary library, JsonObject options, ulong seed = 1)
    {
        var part = _catalog.Find(uses).Part!;
        var binding = _host.BindOptions(part, (JsonObject)options.DeepClone());
        binding.Errors.Should().BeEmpty();
        await using var clusterer = _host.Create<IClusterer>(part, binding.Value);
        return await clusterer.Value.ClusterAsync(library, new Seed(seed), CancellationToken.None);
    }
}

using System.Text.Json.Nodes;
using Tessera.Hosting.Activation;
using Tessera.Hosting.Catalog;

namespace Tessera.Sdk.Testing.Tests;

/// <summary>The parts that this repository ships and shows, loaded as a host loads anybody's.</summary>
internal static class ShippedParts
{
    private static readonly PluginCatalog _catalog = PluginCatalog.Discover(
    [
        .. new[] { "Tools.View", "Tools.Grep", "Tools.Rewrite", "Tools.Eval", "Tools.Pdb", "Tools.Trace", "Tools.Bash", "Tools.ListDir", "Tools.Submit", "Routers.Arrow", "Routers.Uniform", "Routers.Poly", "Routers.Task", "Routers.Centroid", "Routers.Chorus", "Routers.Phatgoose", "Clusterers.Mbc", "Clusterers.Random", "Clusterers.ByMetadata", "Optimizers.ZeroShot", "Optimizers.FewShot", "Optimizers.Ape", "Optimizers.Opro", "Optimizers.Dln", "Models.Ngram", "Models.Table", "Models.Replay", "Agents.Human", "Agents.Replay", "Agents.Solution", "Agents.ToolCalling" }.Select(name => Repository.Output("Tessera." + name)),
        Repository.Output("Samples.CountTool"), Repository.Output("Samples.ActivationRouter"),
    ]);

    private static readonly PluginHost _host = new(_catalog);

    public static TContract Create<TContract>(string uses, string options = "{}") where TContract : class
    {
        var lookup = _catalog.Find(uses);
        lookup.Problem.Should().BeNull();
        var json = JsonNode.Parse(options)!.AsObject();
        return _host.Create<TContract>(lookup.Part!, _host.BindOptions(lookup.Part!, json).Value).Value;
    }
}

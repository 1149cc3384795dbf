using Tessera.Hosting.Activation;
using Tessera.Hosting.Catalog;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Prompts;
using Tessera.Sdk.Tools;

namespace Tessera.Hosting.Tests;

/// <summary>A part that cannot be created says why; its neighbours in the plugin, and other plugins, work.</summary>
public class FaultyPartSpecs
{
    [Theory]
    [InlineData("loss/throwing", "its constructor failed with InvalidOperationException: The dictionary is missing.")]
    [InlineData("loss/needy", "No export was found for the contract 'IDictionarySource'")]
    public async Task A_part_that_cannot_be_created_says_why_and_its_neighbours_work(string uses, string reason)
    {
        await using var host = new PluginHost(PluginCatalog.Discover([BuiltPlugins.Faulty, BuiltPlugins.CountTool]));
        var create = () => host.Create<ILoss>(host.Catalog.Find(uses).Part!);

        for (var attempt = 0; attempt < 2; attempt++)
        {
            var problem = create.Should().Throw<TesseraException>().Which.Diagnostics.Single();
            problem.Id.Should().Be("TESS2032");
            problem.Message.Should().StartWith($"{uses} of fixtures.faulty 0.1.0 cannot be created: ").And.Contain(reason);
            problem.Remedy.Should().NotBeEmpty();

            await using var neighbour = host.Create<ILoss>(host.Catalog.Find("loss/steady").Part!);
            neighbour.Value.Evaluate("a", "a").Should().Be(0);
            await using var other = host.Create<ITool>(host.Catalog.Find("tool/count").Part!);
            other.Value.Definition.Name.Should().Be("count");
        }
    }
}

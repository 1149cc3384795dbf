using System.Text.Json.Nodes;

namespace Tessera.Cli.Tests;

/// <summary>tessera plugins, as people and scripts use it.</summary>
public class PluginsSpecs
{
    private static readonly string CountTool = Repository.Output("Samples.CountTool");

    [Fact]
    public async Task I_see_plugins_of_all_four_families()
    {
        var result = await TesseraProcess.RunAsync("plugins", "list", "--json");

        result.ExitCode.Should().Be(0);
        var parts = JsonNode.Parse(result.StandardOutput)!["plugins"]!.AsArray()
            .SelectMany(plugin => plugin!["exports"]!.AsArray().Select(part => part!["uses"]!.GetValue<string>()));
        parts.Should().Contain(["tool/pdb", "tool/grep", "tool/rewrite", "tool/view", "tool/eval", "router/arrow", "router/uniform", "clusterer/mbc", "optimizer/dln", "optimizer/zero-shot", "optimizer/few-shot", "optimizer/ape", "optimizer/opro"]);
    }

    [Fact]
    public async Task I_can_drop_a_plugin_of_my_own_beside_them()
    {
        var list = await TesseraProcess.RunAsync("plugins", "list", "--plugins", CountTool);
        var described = await TesseraProcess.RunAsync("plugins", "describe", "tool/count", "--plugins", CountTool);
        var verified = await TesseraProcess.RunAsync("plugins", "verify", "samples.count-tool", "--plugins", CountTool);

        list.StandardOutput.Should().Contain("samples.count-tool").And.Contain("tool/count");
        described.StandardOutput.Should().Contain("countBlankLines").And.Contain("true").And.Contain("Whether blank lines count as lines.");
        verified.ExitCode.Should().Be(0, verified.StandardOutput);
    }

    [Fact]
    public async Task Every_shipped_plugin_passes_verification()
    {
        var result = await TesseraProcess.RunAsync("plugins", "verify", "--json");

        result.ExitCode.Should().Be(0, result.StandardOutput);
        JsonNode.Parse(result.StandardOutput)!["plugins"]!.AsArray().Should().OnlyContain(plugin => plugin!["ok"]!.GetValue<bool>());
    }

    [Fact]
    public async Task I_am_told_which_part_I_probably_meant()
    {
        var result = await TesseraProcess.RunAsync("plugins", "describe", "router/arow");

        result.ExitCode.Should().Be(2);
        result.StandardError.Should().Contain("router/arow").And.Contain("arrow").And.MatchRegex("TESS[0-9]{4}");
    }

    [Fact]
    public async Task I_can_ask_where_a_part_comes_from_and_what_it_shares()
    {
        var result = await TesseraProcess.RunAsync("plugins", "why", "router/arrow", "--json");

        result.ExitCode.Should().Be(0, result.StandardError);
        var answer = JsonNode.Parse(result.StandardOutput)!;
        answer["plugin"]!.GetValue<string>().Should().Be("tessera.routers.arrow");
        answer["folder"]!.GetValue<string>().Should().StartWith(Repository.BundledPlugins);
        answer["shared"]!.AsArray().Select(name => name!.GetValue<string>()).Should().Contain("TorchSharp");
        answer["private"]!.AsArray().Should().NotBeEmpty();
    }

    [Fact]
    public async Task A_broken_plugin_is_a_row_with_its_reason_and_the_others_work()
    {
        using var folder = new TemporaryFolder();
        folder.File("broken/plugin.json", "{ \"id\": ");

        var result = await TesseraProcess.RunAsync("plugins", "list", "--json", "--plugins", folder.Path);

        result.ExitCode.Should().Be(0);
        var plugins = JsonNode.Parse(result.StandardOutput)!["plugins"]!.AsArray();
        plugins.Single(plugin => plugin!["id"]!.GetValue<string>() == "broken")!["diagnostics"]![0]!["id"]!.GetValue<string>().Should().StartWith("TESS2");
        plugins.Count(plugin => plugin!["status"]!.GetValue<string>() == "ready").Should().BeGreaterThan(8);
    }

    [Theory]
    [InlineData("run")]
    [InlineData("plugins", "list", "--nonsense")]
    public async Task A_wrong_command_line_is_explained(params string[] arguments)
    {
        var result = await TesseraProcess.RunAsync(arguments);

        result.ExitCode.Should().Be(2);
        result.StandardError.Should().Contain("TESS1901").And.Contain("--help");
    }

    [Fact]
    public async Task Each_command_teaches_by_example()
    {
        foreach (var command in new[] { "run", "validate", "lock", "schema", "plugins", "plugins list", "plugins describe", "plugins verify", "plugins why", "plugins new", "plugins pack", "plugins install", "plugins update", "plugins use", "plugins disable", "plugins enable", "plugins remove", "runs list", "runs show", "runs report" })
        {
            var result = await TesseraProcess.RunAsync([.. command.Split(' '), "--help"]);
            result.StandardOutput.Should().Contain($"tessera {command}", "the help of {0} shows an example", command);
        }
    }
}

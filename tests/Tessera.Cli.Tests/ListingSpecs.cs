using System.Text.Json.Nodes;

namespace Tessera.Cli.Tests;

/// <summary>tessera plugins list takes a way past the parser where it can, and nobody notices.</summary>
public class ListingSpecs
{
    [Fact]
    public async Task Both_ways_say_the_same()
    {
        using var work = new Workplace();
        work.File("plugins/broken/plugin.json", "{ \"id\": ");
        string[] folders = ["--plugins", Workplace.Steps, "--plugins", work.At("plugins")];

        foreach (var (quick, parsed) in new (string[], string[])[]
        {
            (["plugins", "list", "--json", .. folders], ["plugins", "list", "--json=true", .. folders]),
            (["plugins", "list", .. folders], ["plugins", "list", "--json=false", .. folders]),
            (["plugins", "list", .. folders, "--json"], ["--json", "plugins", "list", .. folders]),
            (["plugins", "list"], ["plugins", "list", "--json:false"]),
        })
        {
            var (first, second) = (await TesseraProcess.RunAsync(quick), await TesseraProcess.RunAsync(parsed));
            first.ExitCode.Should().Be(0, first.StandardError);
            second.ExitCode.Should().Be(0, second.StandardError);
            first.StandardOutput.Should().Contain("tessera.routers.arrow").And.Be(second.StandardOutput);
            first.StandardError.Should().Be(second.StandardError);
        }
    }

    [Fact]
    public async Task Text_of_any_language_comes_out_as_it_went_in()
    {
        const string Description = "\"Zahlen\" \\ \u0001\u001f\t\n\u007f é – 数 \u2028 😀 </script> '";
        using var work = new Workplace();
        var manifest = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Workplace.Steps, "plugin.json")))!;
        manifest["description"] = Description;
        work.File("plugin/plugin.json", manifest.ToJsonString());
        work.File("plugin/" + manifest["entry"]!.GetValue<string>(), "");

        var result = await TesseraProcess.RunAsync("plugins", "list", "--json", "--plugins", work.At("plugin"));

        var listed = JsonNode.Parse(result.StandardOutput)!["plugins"]!.AsArray().Single(plugin => plugin!["id"]!.GetValue<string>() == manifest["id"]!.GetValue<string>())!;
        listed["description"]!.GetValue<string>().Should().Be(Description);
        result.StandardOutput.Should().Contain("é – 数").And.Contain("😀").And.Contain("</script> '").And.NotContain("\u0001");
    }

    [Fact]
    public async Task It_has_help_and_refuses_what_it_does_not_know()
    {
        var help = await TesseraProcess.RunAsync("plugins", "list", "--help");
        var unknown = await TesseraProcess.RunAsync("plugins", "list", "--bogus");
        var unknownJson = await TesseraProcess.RunAsync("plugins", "list", "--json", "--bogus");

        help.ExitCode.Should().Be(0);
        help.StandardOutput.Should().Contain("--plugins").And.Contain("Example");
        unknown.ExitCode.Should().Be(2);
        unknown.StandardError.Should().Contain("TESS1901").And.Contain("--bogus");
        unknownJson.ExitCode.Should().Be(2);
        JsonNode.Parse(unknownJson.StandardOutput)!["diagnostics"]![0]!["id"]!.GetValue<string>().Should().Be("TESS1901");
    }

    [Theory]
    [InlineData("plugins", "list", "--plugins", "no-such-folder")]
    [InlineData("plugins", "list", "--plugins", "")]
    [InlineData("plugins", "list", "--plugins")]
    [InlineData("schema", "--plugins", "no-such-folder")]
    public async Task A_folder_that_is_not_there_is_a_mistake(params string[] arguments)
    {
        var result = await TesseraProcess.RunAsync(arguments);

        result.ExitCode.Should().Be(2);
        result.StandardOutput.Should().BeEmpty();
        result.StandardError.Should().Contain("TESS1901").And.Contain("--plugins");
    }
}

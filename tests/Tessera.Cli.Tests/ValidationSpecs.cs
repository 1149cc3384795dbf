using System.Text.Json.Nodes;

namespace Tessera.Cli.Tests;

/// <summary>tessera validate.</summary>
public class ValidationSpecs
{
    [Fact]
    public async Task Every_mistake_is_reported_at_once_with_its_place_and_the_nearest_name()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("wrong.yaml", """
            name: wrong
            steps:
              library:
                uses: step/load-expert
                with: { path: nowhere }
              clusters:
                uses: step/cluster
                with:
                  library: ${libary}
                  clusterer: { uses: clusterer/mbc, with: { clusterz: 3 } }
            """);

        var result = await TesseraProcess.RunAsync("validate", file, "--json");

        result.ExitCode.Should().Be(2);
        var diagnostics = JsonNode.Parse(result.StandardOutput)!["diagnostics"]!.AsArray();
        diagnostics.Count.Should().BeGreaterThanOrEqualTo(3);
        var all = result.StandardOutput;
        all.Should().Contain("load-experts").And.Contain("library").And.Contain("clusters");
        diagnostics.Should().OnlyContain(diagnostic => diagnostic!["line"]!.GetValue<int>() > 0 && diagnostic["id"]!.GetValue<string>().StartsWith("TESS"));
        diagnostics.Select(diagnostic => diagnostic!["line"]!.GetValue<int>()).Should().Contain([4, 9, 10]);
    }

    public static TheoryData<string> Samples =>
        [.. Directory.EnumerateFiles(Repository.Samples, "*.yaml", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Repository.Samples, file))];

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task Every_sample_is_valid(string pipeline)
    {
        var file = Path.Combine(Repository.Samples, pipeline);
        if ((await File.ReadAllTextAsync(file)).Contains("../shared/", StringComparison.Ordinal))
            Assert.SkipUnless(Directory.Exists(Path.Combine(Repository.Root, "..", "shared")), "The sample reads ../shared, which is not there.");
        var result = await TesseraProcess.RunAsync("validate", file);
        result.ExitCode.Should().Be(0, result.StandardError);
    }

    [Theory]
    [InlineData("pdb", "A part is named by its kind, too: tool/pdb.")]
    [InlineData("tool/pbd", "Did you mean 'tool/pdb'?")]
    public async Task A_part_without_its_kind_is_recognised(string tool, string advice)
    {
        var result = await TesseraProcess.RunAsync("validate", Path.Combine(Repository.Samples, "repair.yaml"), "--set", $"steps.repair.with.tools=[{tool}]");
        result.ExitCode.Should().Be(2);
        result.StandardError.Should().Contain("TESS2011").And.Contain(advice);
    }

    [Fact]
    public async Task A_pipeline_without_inputs_says_how_options_are_set()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("plain.yaml", "name: plain\nsteps: { a: { uses: step/load-experts, with: { path: . } } }\n");
        var result = await TesseraProcess.RunAsync("validate", file, "--set", "path=elsewhere");
        result.ExitCode.Should().Be(2);
        result.StandardError.Should().Contain("TESS3007").And.Contain("The pipeline has no input 'path'.").And.Contain("`steps.STEP.with.OPTION=VALUE`");
    }

    [Fact]
    public async Task A_pipeline_that_is_not_there_is_a_clear_error()
    {
        var result = await TesseraProcess.RunAsync("validate", "no-such.yaml");

        result.ExitCode.Should().Be(2);
        result.StandardError.Should().Contain("no-such.yaml").And.MatchRegex("TESS[0-9]{4}");
    }
}

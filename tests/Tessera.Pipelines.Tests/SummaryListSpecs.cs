using System.Text.Json.Nodes;
using Tessera.Pipelines.Running;

namespace Tessera.Pipelines.Tests;

/// <summary>What steps tell scripts at the top of the summary, and options that are lists of maps.</summary>
public class SummaryListSpecs
{
    private const string Ranks = """
        name: ranks
        steps:
          short: { uses: step/note, with: { source: short.txt } }
          long: { uses: step/note, with: { source: long.txt } }
          first:
            uses: step/judge-all
            with:
              texts:
                - { name: short, note: "${short}", losses: [loss/length, { uses: loss/length, with: { scale: 2 } }] }
                - { name: long, note: "${long}" }
          second: { uses: step/judge-all, with: { texts: [{ name: again, note: "${long}", losses: [loss/length] }] } }
        """;

    [Fact]
    public async Task Maps_in_a_list_take_outputs_and_parts_each_with_its_own()
    {
        using var fixture = Written();

        var summary = await fixture.RunAsync(Ranks);

        summary.Status.Should().Be(RunStatus.Succeeded);
        summary.Steps.Single(step => step.Name == "first").Output!["losses"]!.ToJsonString().Should().Be("""{"short":3}""");
        summary.Steps.Single(step => step.Name == "second").Output!["losses"]!.ToJsonString().Should().Be("""{"again":10}""");
    }

    [Fact]
    public async Task Steps_that_add_to_one_list_stand_there_one_after_another_and_those_taken_over_do_so_too()
    {
        using var fixture = Written();

        var lists = new[] { await ListAsync(fixture), await ListAsync(fixture) };

        lists[0].Should().Be("""[{"name":"short","loss":3},{"name":"long","loss":0},{"name":"again","loss":10}]""");
        lists[1].Should().Be(lists[0], "both steps were reused");
    }

    [Fact]
    public async Task A_summary_that_is_read_again_still_has_its_lists()
    {
        using var fixture = Written();
        var summary = await fixture.RunAsync(Ranks);

        var read = new RunFolder(summary.Folder).ReadSummary()!;

        read.Lists["ranked"].GetRawText().Should().Contain("again");
        read.Lists.Keys.Should().Equal(summary.Lists.Keys).And.Equal("ranked");
        read.Steps.Should().OnlyContain(step => step.Summary == null, "what stands at the top stands there only");
    }

    [Theory]
    [InlineData("""{ nmae: a, note: "${short}" }""", "TESS3022", "There is no option 'nmae' here. Did you mean 'name'?")]
    [InlineData("""{ note: "${short}" }""", "TESS3023", "The option 'name' is missing.")]
    [InlineData("""{ name: a, note: "${first}" }""", "TESS3033", "${first} gives Judgements; Note is needed here.")]
    [InlineData("""{ name: a, note: "${shrot}" }""", "TESS3031", "There is no step 'shrot'. Did you mean 'short'?")]
    [InlineData("""{ name: a, note: "${short}", losses: [{ uses: loss/length, with: { sacle: 2 } }] }""", "TESS3022", "There is no option 'sacle' here. Did you mean 'scale'?")]
    public void A_mistake_in_a_map_of_a_list_is_told_with_its_place_before_anything_runs(string entry, string id, string message)
    {
        using var fixture = Written();
        var yaml = Ranks.Replace("""{ name: again, note: "${long}", losses: [loss/length] }""", entry, StringComparison.Ordinal);
        yaml.Should().NotBe(Ranks);

        var problems = Tessera.Pipelines.Loading.PipelineLoader.Load(fixture.Write("pipeline.yaml", yaml), [], Fixture.Catalog).Diagnostics;

        problems.Should().ContainSingle(problem => problem.Id == id && $"{problem.Message} {problem.Remedy}".Contains(message))
            .Which.Location!.KeyPath.Should().StartWith("steps.second.with.texts[0]");
    }

    [Theory]
    [InlineData("steps")]
    [InlineData("warnings")]
    [InlineData("")]
    public void The_summarys_own_names_are_not_for_lists(string name)
    {
        var lists = new SummaryLists();

        lists.Invoking(summary => summary.Add(name, new JsonObject())).Should().Throw<ArgumentException>();
        lists.ToJson().Should().BeNull();
    }

    private static Fixture Written()
    {
        var fixture = new Fixture();
        fixture.Write("short.txt", "ab");
        fixture.Write("long.txt", "abcdefghij");
        return fixture;
    }

    private static async Task<string> ListAsync(Fixture fixture)
    {
        var summary = await fixture.RunAsync(Ranks);
        return JsonNode.Parse(await File.ReadAllTextAsync(new RunFolder(summary.Folder).SummaryFile))!["ranked"]!.ToJsonString();
    }
}

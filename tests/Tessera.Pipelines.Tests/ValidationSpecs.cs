namespace Tessera.Pipelines.Tests;

/// <summary>What a pipeline's author is told before anything runs.</summary>
public class ValidationSpecs
{
    [Theory]
    [InlineData("uses: step/ad", "TESS2011", "step/add")]
    [InlineData("uses: loss/length", "TESS3020", "is a loss")]
    [InlineData("uses: step/add\n    with: { left: 1, rihgt: 2 }", "TESS3022", "right")]
    [InlineData("uses: step/add\n    with: { left: one }", "TESS3025", "A number")]
    [InlineData("uses: step/add\n    with: { right: 1 }", "TESS3023", "'left' is missing")]
    [InlineData("uses: step/add\n    with: { left: 1, right: 1001 }", "TESS3026", "from -1000 to 1000")]
    [InlineData("uses: step/add\n    with: { left: 1, rounding: wholNumbers }", "TESS3026", "wholeNumbers")]
    [InlineData("uses: step/add\n    with: { left: 1, milliseconds: 1.5 }", "TESS3025", "A whole number")]
    [InlineData("uses: step/add\n    with: { left: 1, milliseconds: 5000000000 }", "TESS3026", "from -2147483648 to 2147483647")]
    [InlineData("uses: step/add\n    with: { left: 1, milliseconds: -2147483649 }", "TESS3026", "from -2147483648 to 2147483647")]
    [InlineData("uses: step/add\n    with: { left: 1 }\n    afther: x", "TESS3011", "after")]
    [InlineData("uses: step/add\n    with: { left: '${inputs.nmber}' }", "TESS3031", "number")]
    [InlineData("uses: step/add\n    with: { left: '${othr.value}' }", "TESS3031", "other")]
    [InlineData("uses: step/add\n    with: { left: '${other.valu}' }", "TESS3031", "value")]
    [InlineData("uses: step/add\n    with: { left: '${other}' }", "TESS3033", "gives Sum; a value of type number is needed here. What fits: ${other.value}.")]
    [InlineData("uses: step/add\n    with: { left: '${other.text}' }", "TESS3033", "string")]
    [InlineData("uses: step/add\n    with: { left: '${' }", "TESS3030", "not closed")]
    [InlineData("uses: step/fail\n    with: { left: 1 }", "TESS3021", "no options")]
    [InlineData("uses: step/note\n    with: { source: nowhere.txt }", "TESS3027", "nowhere.txt")]
    [InlineData("uses: step/judge\n    with: { note: '${other}', losses: [] }", "TESS3033", "What fits: ${text}.")]
    [InlineData("uses: step/judge\n    with: { note: '${text}', losses: [{ uses: loss/lenght }] }", "TESS2011", "loss/length")]
    [InlineData("uses: step/judge\n    with: { note: '${text}', losses: [{ uses: loss/length, with: { scael: 2 } }] }", "TESS3022", "scale")]
    [InlineData("uses: step/judge\n    with: { note: '${text}', losses: [{ uses: step/add }] }", "TESS3020", "A loss is needed")]
    [InlineData("with: {}", "TESS3016", "uses")]
    [InlineData("uses: step/add\n    with: { left: 1 }\n    after: [nobody]", "TESS3031", "nobody")]
    public void A_mistake_is_reported_with_its_id_its_place_and_a_hint(string step, string id, string hint)
    {
        using var fixture = new Fixture();
        fixture.Write("text.txt", "hello");
        var yaml = $$"""
            name: wrong
            inputs: { number: 3 }
            steps:
              other: { uses: step/add, with: { left: 1 } }
              text: { uses: step/note, with: { source: text.txt } }
              tested:
                {{step}}
            """;

        var result = Loading.PipelineLoader.Load(fixture.Write("pipeline.yaml", yaml), [], Fixture.Catalog);

        result.Pipeline.Should().BeNull();
        var diagnostic = result.Diagnostics.Should().ContainSingle(string.Join("\n", result.Diagnostics)).Subject;
        diagnostic.Id.Should().Be(id);
        $"{diagnostic.Message} {diagnostic.Remedy}".Should().Contain(hint);
        diagnostic.Location!.Line.Should().BeGreaterThanOrEqualTo(6);
        diagnostic.Location.KeyPath.Should().StartWith("steps.tested");
    }

    [Fact]
    public void All_mistakes_are_reported_at_once_in_the_order_of_the_file()
    {
        var result = Fixture.Load("""
            nmae: wrong
            steps:
              a: { uses: step/ad }
              b: { uses: step/add, with: { lefd: 1 } }
              c: { uses: step/add, with: { left: "${missing.value}" } }
            """);

        result.Diagnostics.Select(diagnostic => diagnostic.Location!.Line).Should().BeInAscendingOrder();
        result.Diagnostics.Select(diagnostic => diagnostic.Id).Should().Contain(["TESS3011", "TESS3018", "TESS2011", "TESS3022", "TESS3023", "TESS3031"]);
    }

    [Fact]
    public void Steps_that_wait_for_each_other_are_shown_as_a_circle()
    {
        var result = Fixture.Load("""
            name: circle
            steps:
              a: { uses: step/add, with: { left: "${b.value}" } }
              b: { uses: step/add, with: { left: "${c.value}" } }
              c: { uses: step/add, with: { left: "${a.value}" } }
            """);

        result.Diagnostics.Should().ContainSingle().Which.Message.Should().Contain("a -> b -> c -> a");
    }

    [Theory]
    [InlineData("name: x\nsteps: {a: {uses: step/fail}}\n---\nname: y", "TESS3002")]
    [InlineData("name: x\nname: y\nsteps: {a: {uses: step/fail}}", "TESS3004")]
    [InlineData("name: !!str x\nsteps: {a: {uses: step/fail}}", "TESS3003")]
    [InlineData("name: &a x\ndescription: *a\nsteps: {a: {uses: step/fail}}", "TESS3003")]
    [InlineData("name: [", "TESS3001")]
    [InlineData("- a", "TESS3010")]
    [InlineData("", "TESS3010")]
    [InlineData("name: ../../etc\nsteps: {a: {uses: step/fail}}", "TESS3018")]
    [InlineData("name: x\nsteps: {../a: {uses: step/fail}}", "TESS3014")]
    [InlineData("name: x\nseed: -1\nsteps: {a: {uses: step/fail}}", "TESS3019")]
    public void Yaml_that_is_no_pipeline_is_refused(string yaml, string id) =>
        Fixture.Load(yaml).Diagnostics.Select(diagnostic => diagnostic.Id).Should().Contain(id);

    [Fact]
    public void Nesting_without_end_is_refused_without_a_crash()
    {
        Fixture.Load(new string('[', 100_000)).Diagnostics.Should().NotBeEmpty();
        Fixture.Load("name: x\nsteps: " + string.Concat(Enumerable.Repeat("{a: ", 50_000))).Diagnostics.Should().NotBeEmpty();
    }

    [Fact]
    public void Inputs_are_replaced_from_the_command_line_and_mistyped_ones_are_refused()
    {
        const string Yaml = """
            name: replaced
            inputs: { number: 3 }
            steps:
              a: { uses: step/add, with: { left: "${inputs.number}" } }
            """;

        Fixture.Load(Yaml, ("number", "7")).Diagnostics.Should().BeEmpty();
        Fixture.Load(Yaml, ("inputs.number", "7")).Diagnostics.Should().BeEmpty();
        Fixture.Load(Yaml, ("steps.a.with.right", "2")).Diagnostics.Should().BeEmpty();
        Fixture.Load(Yaml, ("number", "seven")).Diagnostics.Should().ContainSingle().Which.Id.Should().Be("TESS3025");
        Fixture.Load(Yaml, ("nummer", "7")).Diagnostics.Should().ContainSingle().Which.Remedy.Should().Contain("number");
        Fixture.Load(Yaml, ("steps.b.with.right", "2")).Diagnostics.Should().ContainSingle().Which.Id.Should().Be("TESS3007");
    }
}

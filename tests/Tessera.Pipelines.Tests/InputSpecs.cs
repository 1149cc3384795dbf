using Tessera.Pipelines.Running;

namespace Tessera.Pipelines.Tests;

/// <summary>What becomes of inputs and of values of free form.</summary>
public class InputSpecs
{
    [Fact]
    public async Task References_hold_in_values_of_free_form()
    {
        using var fixture = new Fixture();

        var summary = await fixture.RunAsync("""
            name: free
            inputs: { url: "http://localhost", deep: { list: [1, "${inputs.url}"] } }
            steps:
              sum: { uses: step/add, with: { left: 1 } }
              echo: { uses: step/echo, with: { settings: { url: "${inputs.url}/v1", deep: "${inputs.deep}", sum: "${sum.value}", text: "= ${sum.text}", plain: "$${x}", truth: true } } }
            """);

        summary.Status.Should().Be(RunStatus.Succeeded, summary.Steps[^1].Error);
        summary.Steps[^1].Output!["text"]!.GetValue<string>().Should()
            .Be("""{"url":"http://localhost/v1","deep":{"list":[1,"http://localhost"]},"sum":2,"text":"= 2","plain":"${x}","truth":true}""");
    }

    [Theory]
    [InlineData("{ a: { $step: zzz } }", "TESS3024")]
    [InlineData("{ a: [{ $path: /etc }] }", "TESS3024")]
    [InlineData("{ a: '${nothing.value}' }", "TESS3031")]
    [InlineData("{ a: ['${sum}'] }", "TESS3034")]
    public void What_does_not_fit_there_is_told(string settings, string id)
    {
        var result = Fixture.Load($$"""
            name: free
            steps:
              sum: { uses: step/add, with: { left: 1 } }
              echo: { uses: step/echo, with: { settings: {{settings}} } }
            """);

        result.Diagnostics.Should().ContainSingle().Which.Id.Should().Be(id);
    }

    [Fact]
    public void An_input_may_be_used_as_often_as_one_likes()
    {
        var steps = string.Concat(Enumerable.Range(0, 40).Select(i => $"  s{i}: {{ uses: step/echo, with: {{ settings: {{ list: [{string.Join(", ", Enumerable.Repeat("'${inputs.root}/x'", 50))}] }} }} }}\n"));

        Fixture.Load($"name: often\ninputs: {{ base: /data, root: '${{inputs.base}}/here' }}\nsteps:\n{steps}").Diagnostics.Should().BeEmpty();
    }

    [Fact]
    public void Inputs_in_a_circle_are_told_once()
    {
        var result = Fixture.Load("""
            name: circle
            inputs: { a: "${inputs.b}", b: ["${inputs.c}"], c: "x ${inputs.a}", d: "${inputs.d}" }
            steps: { s: { uses: step/echo, with: { settings: { a: "${inputs.a}", c: "${inputs.c}", d: "${inputs.d}" } } } }
            """);

        result.Diagnostics.Select(problem => problem.Message).Should().Equal(
            "These inputs refer to each other: a -> b -> c -> a.", "These inputs refer to each other: d -> d.");
    }

    [Fact]
    public void Inputs_that_mean_gigabytes_are_refused()
    {
        var inputs = string.Concat(Enumerable.Range(1, 40).Select(i => $"  i{i}: '${{inputs.i{i - 1}}}${{inputs.i{i - 1}}}'\n"));

        var result = Fixture.Load($"name: laughs\ninputs:\n  i0: ha\n{inputs}steps: {{ s: {{ uses: step/echo, with: {{ settings: {{ a: '${{inputs.i40}}' }} }} }} }}\n");

        result.Diagnostics.Should().NotBeEmpty().And.AllSatisfy(problem => problem.Id.Should().Be("TESS3035"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Inputs_that_refer_to_each_other_without_end_are_refused_without_a_crash(bool lastFirst)
    {
        const int Many = 20_000;
        var lines = Enumerable.Range(1, Many).Select(i => $"  i{i}: '${{inputs.i{i - 1}}}'\n");
        var inputs = string.Concat(lastFirst ? lines.Reverse() : lines);

        var result = Fixture.Load($"name: chain\ninputs:\n  i0: ha\n{inputs}steps: {{ s: {{ uses: step/echo, with: {{ settings: {{ a: '${{inputs.i{Many}}}' }} }} }} }}\n");

        result.Pipeline.Should().BeNull();
        result.Diagnostics.Should().ContainSingle().Which.Id.Should().Be("TESS3035");
    }

    [Fact]
    public void Inputs_may_refer_to_each_other_over_a_few_levels()
    {
        var inputs = string.Concat(Enumerable.Range(1, 40).Select(i => $"  i{i}: '${{inputs.i{i - 1}}}'\n").Reverse());

        Fixture.Load($"name: chain\ninputs:\n{inputs}  i0: ha\nsteps: {{ s: {{ uses: step/echo, with: {{ settings: {{ a: '${{inputs.i40}}' }} }} }} }}\n").Diagnostics.Should().BeEmpty();
    }

    [Theory]
    [InlineData("Sum: { uses: step/add, with: { left: 1 } }, sum: { uses: step/add, with: { left: 1 } }", "differ in case alone")]
    [InlineData("nul: { uses: step/add, with: { left: 1 } }", "for a device")]
    [InlineData("Com1: { uses: step/add, with: { left: 1 } }", "for a device")]
    public void Steps_do_not_share_a_folder_on_any_system(string steps, string reason)
    {
        var problem = Fixture.Load($"name: folders\nsteps: {{ {steps} }}\n").Diagnostics.Should().ContainSingle().Subject;

        problem.Id.Should().Be("TESS3014");
        problem.Message.Should().Contain(reason);
    }
}

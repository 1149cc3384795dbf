using System.Text.Json.Nodes;

namespace Tessera.Tools.Trace.Tests;

/// <summary>Two runs of one program are to be one run; where they are not, that is told.</summary>
/// <param name="python">The interpreter.</param>
public abstract class RepetitionSpecs(string python)
{
    // Each run finds one more file than the one before.
    private const string Unsettled = """
        import os

        def step():
            pass

        runs = len(os.listdir("runs")) if os.path.isdir("runs") else 0
        os.makedirs(f"runs/{runs}")
        for _ in range(runs):
            step()
        """;

    [Fact]
    public async Task A_program_that_does_not_do_the_same_each_time_is_told_of()
    {
        await using var tracing = new Tracing(python, Unsettled);

        var first = await tracing.Trace("main.py:step");
        var second = await tracing.Trace("main.py:step");
        var third = await tracing.Trace("main.py:step");

        first.Text.Should().Contain("main.py:step was never called.").And.NotContain("does not do the same");
        second.Text.Should().Contain("was called once").And.Contain("called it 0 times when it was traced before, and no file was changed since: it does not do the same each time.");
        third.Text.Should().Contain("was called 2 times").And.Contain("called it once when it was traced before");
        ((int)third.Data!["functions"]![0]!["callsBefore"]!).Should().Be(1);
    }

    [Fact]
    public async Task An_edit_makes_another_program()
    {
        await using var tracing = new Tracing(python, Unsettled);
        await tracing.Trace("main.py:step");

        await tracing.ChangeAsync("main.py", Unsettled + "\nstep()\n");
        var edited = await tracing.Trace("main.py:step");
        await tracing.ResetAsync();
        var reset = await tracing.Trace("main.py:step");

        edited.Text.Should().Contain("was called 2 times").And.NotContain("traced before");
        reset.Text.Should().Contain("was called 3 times").And.NotContain("traced before");
    }

    [Fact]
    public async Task Other_functions_and_other_programs_are_other_questions()
    {
        await using var tracing = new Tracing(python, "import sys\ndef step():\n    pass\ndef other():\n    pass\nfor _ in range(len(sys.argv)):\n    step()\n");

        await tracing.Trace("main.py:step");
        var other = await tracing.Trace("main.py:other");
        var longer = await tracing.Trace(["main.py:step"], new JsonObject { ["entrypoint"] = $"{python} main.py more" });
        var same = await tracing.Trace("main.py:step");

        new[] { other, longer, same }.Should().AllSatisfy(observation => observation.Text.Should().NotContain("traced before"));
    }

    [Fact]
    public async Task A_set_of_words_has_the_same_order_in_each_run()
    {
        await using var tracing = new Tracing(python, "def order(words):\n    return ' '.join(words)\norder({'a', 'bb', 'ccc', 'dddd', 'eeeee'})\n");

        var first = await tracing.Trace("main.py:order");
        var second = await tracing.Trace("main.py:order");

        second.Text.Should().Be(first.Text);
    }
}

using Tessera.Sdk.Tools;

namespace Tessera.Tools.Pdb.Tests;

/// <summary>An agent walks through a program.</summary>
public abstract class SteppingSpecs(string python)
{
    public sealed class OnPython3() : SteppingSpecs(Python.Usual);

    public sealed class OnMonitoringPython() : SteppingSpecs(Python.Monitoring);

    private const string Program = """
        def double(number):
            result = number * 2
            print("doubled", number)
            return result

        total = 0
        for i in range(4):
            total += double(i)
        print("total", total)
        """;

    [Fact]
    public async Task The_first_command_starts_the_program_at_its_first_line()
    {
        await using var debugging = new Debugging(python, Program);
        var observation = await debugging.Pdb("p 1 + 1");
        observation.Failed.Should().BeFalse();
        observation.Text.Should().StartWith($"Debugging `{python} main.py`.").And.Contain("Pdb command output:\n2").And.Contain("main.py:1 in <module>");
    }

    [Fact]
    public async Task A_breakpoint_stops_the_program_and_shows_where()
    {
        await using var debugging = new Debugging(python, Program);
        (await debugging.Pdb("b main.py:4")).Text.Should().Contain("Breakpoint 1 at");

        var observation = await debugging.Pdb("c");

        observation.Text.Should().Contain("Program output:\ndoubled 0\n").And.Contain("Stopped at breakpoint 1.").And.Contain("Current frame:\nmain.py:4 in double")
            .And.Contain("   3         print(\"doubled\", number)\n   4 B->     return result\n");
        observation.Data!["reason"]!.GetValue<string>().Should().Be("breakpoint");
        (observation.Data["file"]!.GetValue<string>(), observation.Data["line"]!.GetValue<int>()).Should().Be(("main.py", 4));
        debugging.Listener.Breakpoints.Should().Equal(new Breakpoint("main.py", 4));
    }

    [Fact]
    public async Task Values_are_printed_apart_from_what_the_program_prints()
    {
        await using var debugging = new Debugging(python, Program);
        var observation = await debugging.Pdb(["b main.py:4", "c", "c", "p number, result"]);
        observation.Data!["output"]!.GetValue<string>().Trim().Should().Be("(1, 2)");
        observation.Data["programOutput"]!.GetValue<string>().Should().BeEmpty();
        observation.Text.Should().NotContain("Context around", "the program has not moved");
        var called = await debugging.Pdb("p double(21)");
        called.Data!["output"]!.GetValue<string>().Trim().Should().EndWith("42");
        called.Data["programOutput"]!.GetValue<string>().Should().Be("doubled 21\n");
    }

    [Fact]
    public async Task Next_step_return_and_frames_work_as_in_pdb()
    {
        await using var debugging = new Debugging(python, Program);
        (await debugging.Pdb(["n", "n", "n"])).Text.Should().Contain("main.py:8 in <module>");
        (await debugging.Pdb(["s", "s"])).Text.Should().Contain("main.py:2 in double");
        (await debugging.Pdb("up")).Text.Should().Contain("main.py:8 in <module>").And.Contain("-> ");
        (await debugging.Pdb("p total")).Text.Should().Contain("Pdb command output:\n0");
        (await debugging.Pdb(["down", "r"])).Text.Should().Contain("--Return--").And.Contain("doubled 0");
        (await debugging.Pdb("where")).Text.Should().Contain("main.py(8)<module>()").And.NotContain("bdb.py").And.NotContain("tessera_driver");
    }

    [Fact]
    public async Task Statements_run_in_the_current_frame_even_over_several_lines()
    {
        await using var debugging = new Debugging(python, Program);
        await debugging.Pdb(["b main.py:3", "c"]);
        await debugging.Pdb("!result = 'a;b;;c'");
        (await debugging.Pdb("p result")).Text.Should().Contain("'a;b;;c'");
        await debugging.Pdb("for letter in 'xy':\n    result += letter");
        (await debugging.Pdb("p result")).Text.Should().Contain("'a;b;;cxy'");
    }

    [Fact]
    public async Task The_end_of_the_program_is_said_and_the_next_command_starts_anew()
    {
        await using var debugging = new Debugging(python, Program);
        var end = await debugging.Pdb("c");
        end.Failed.Should().BeFalse();
        end.Text.Should().Contain("doubled 3\ntotal 12").And.Contain("Reached the end of the program.").And.Contain("exit code 0");
        end.Data!["exitCode"]!.GetValue<int>().Should().Be(0);
        (await debugging.Pdb("n")).Text.Should().StartWith($"Debugging `{python} main.py`.").And.Contain("main.py:6 in <module>");
    }

    [Theory]
    [InlineData("", "Empty commands are not allowed")]
    [InlineData("  ", "Empty commands are not allowed")]
    [InlineData("p nonsense", "NameError")]
    [InlineData("foo a:1", "SyntaxError")]
    [InlineData("b nofile.py:1", "not found")]
    [InlineData("b main.py:5", "Blank or comment")]
    [InlineData("b main.py:500", "End of file")]
    [InlineData("cl main.py:3", "no breakpoint")]
    [InlineData("p 1;; p 2", "More than one command")]
    [InlineData("b 1\nb 2", "More than one command")]
    [InlineData("interact", "prompt of its own")]
    [InlineData("debug double(1)", "prompt of its own")]
    [InlineData("commands 1", "one a line")]
    [InlineData("commands 7", "no breakpoint 7")]
    [InlineData("if True:", "IndentationError")]
    public async Task What_is_wrong_with_a_command_is_said_and_the_session_lives(string command, string explanation)
    {
        await using var debugging = new Debugging(python, Program);
        await debugging.Pdb(["b main.py:4", "c"]);
        var observation = await debugging.Pdb(command);
        observation.Failed.Should().BeTrue(observation.Text);
        observation.Text.ToLowerInvariant().Should().Contain(explanation.ToLowerInvariant());
        (await debugging.Pdb("p number")).Text.Should().Contain("Pdb command output:\n0");
        debugging.Listener.Breakpoints.Should().Equal(new Breakpoint("main.py", 4));
    }

    [Fact]
    public async Task Columns_stay_aligned_at_any_line_number()
    {
        await using var debugging = new Debugging(python, string.Concat(Enumerable.Range(1, 1010).Select(i => $"x = {i}\n")));
        (await debugging.Pdb(["b 10", "b 100", "b 1000", "c"])).Text.Should().Contain("   9     x = 9\n").And.Contain("  10 B-> x = 10\n");
        (await debugging.Pdb("c")).Text.Should().Contain("  99     x = 99\n 100 B-> x = 100\n");
        (await debugging.Pdb("c")).Text.Should().Contain(" 999     x = 999\n1000 B-> x = 1000\n1001     x = 1001\n");
    }
}

namespace Tessera.Tools.Pdb.Tests;

/// <summary>A breakpoint stops by whatever way its code came into the program, and whatever means notices it.</summary>
public abstract class PreparedCodeSpecs(string python)
{
    public sealed class OnPython3() : PreparedCodeSpecs(Python.Usual);

    public sealed class OnMonitoringPython() : PreparedCodeSpecs(Python.Monitoring);

    [Theory]
    [InlineData("for i in range(3):\n    x = i\ny = 1\n", 1, new[] { "0", "1", "2" }, "i")]
    [InlineData("n = 0\nwhile n < 3:\n    n += 1\n", 3, new[] { "0", "1", "2" }, "n")]
    [InlineData("def g():\n    for i in range(3):\n        yield i\nprint(list(g()))\n", 3, new[] { "0", "1", "2" }, "i")]
    [InlineData("def f(n):\n    try:\n        return 1 / n\n    except ZeroDivisionError:\n        return n\nfor k in (0, 1, 0):\n    f(k)\n", 5, new[] { "0", "0" }, "n")]
    [InlineData("import contextlib\nfor i in range(2):\n    with contextlib.suppress(KeyError):\n        {}[i]\n", 4, new[] { "0", "1" }, "i")]
    [InlineData("f = lambda q: (\n    q + 1)\nprint(f(1), f(2))\n", 2, new[] { "1", "2" }, "q")]
    [InlineData("import asyncio\nasync def work(n):\n    await asyncio.sleep(0)\n    return n\nasync def main():\n    await asyncio.gather(work(1), work(2))\nasyncio.run(main())\n", 4, new[] { "1", "2" }, "n")]
    [InlineData("def one_line(n): return n + 1\none_line(5)\none_line(6)\n", 1, new[] { "5", "6" }, "n")]
    public async Task A_line_stops_each_time_it_is_begun(string program, int line, string[] values, string expression)
    {
        await using var debugging = new Debugging(python, program + "end = 1\n");
        await debugging.Pdb([$"b main.py:{line}, '{expression}' in locals()", "c"]);
        foreach (var value in values)
        {
            (await debugging.Pdb($"p {expression}")).Text.Should().Contain($"Pdb command output:\n{value}\n").And.Contain($"main.py:{line} in");
            await debugging.Pdb("c");
        }

        // The line of a loop is begun once more, to find that it is at its end.
        if (line == 1 && program.StartsWith("for", StringComparison.Ordinal)) return;
        (await debugging.Pdb("p end_is_over")).Text.Should().StartWith($"Debugging `{python} main.py`.", "the program had reached its end");
    }

    [Fact]
    public async Task Code_that_a_program_compiles_and_runs_by_itself_stops()
    {
        await using var debugging = new Debugging(python, "exec(compile(open('part.py').read(), 'part.py', 'exec'), {'n': 3})\n");
        debugging.Write("part.py", "def f(n):\n    m = n * 2\n    return m\nprint(f(n))\n");
        (await debugging.Pdb(["b part.py:3", "c"])).Text.Should().Contain("part.py:3 in f");
        (await debugging.Pdb("p m")).Text.Should().Contain("Pdb command output:\n6");
        (await debugging.Pdb("c")).Text.Should().Contain("exit code 0");
    }

    [Fact]
    public async Task A_function_that_is_there_already_stops_as_soon_as_a_breakpoint_is_set_in_it()
    {
        await using var debugging = new Debugging(python, "def f(n):\n    m = n\n    return m\nf(1)\nf(2)\nf(3)\n");
        await debugging.Pdb(["b main.py:5", "c", "b main.py:3"]);
        (await debugging.Pdb("c")).Text.Should().Contain("main.py:3 in f");
        (await debugging.Pdb("p n")).Text.Should().Contain("Pdb command output:\n2");
        await debugging.Pdb("cl main.py:3");
        (await debugging.Pdb("c")).Text.Should().Contain("Reached the end of the program.");
    }

    [Fact]
    public async Task At_a_breakpoint_variables_are_changed_and_lines_left_out()
    {
        await using var debugging = new Debugging(python, "def f(n):\n    m = n\n    m = 100\n    return m + n\nprint(f(1))\n");
        await debugging.Pdb(["b main.py:3", "c", "!n = 7", "!m = 5"]);
        (await debugging.Pdb("j 4")).Text.Should().Contain("main.py:4 in f");
        (await debugging.Pdb("c")).Text.Should().Contain("Program output:\n12");
    }

    [Fact]
    public async Task A_breakpoint_where_the_program_stands_is_not_passed_twice()
    {
        await using var debugging = new Debugging(python, "x = 1\nfor i in range(2):\n    y = i\n");
        await debugging.Pdb(["b main.py:1", "b main.py:3"]);
        (await debugging.Pdb("c")).Text.Should().Contain("main.py:3 in <module>");
        await debugging.Pdb("n");
        (await debugging.Pdb("n")).Text.Should().Contain("main.py:3 in <module>").And.Contain("Stopped at breakpoint 2.");
        (await debugging.Pdb("b")).Text.Should().Contain("reached 2 times");
        (await debugging.Pdb("c")).Text.Should().Contain("Reached the end of the program.");
    }
}

namespace Tessera.Tools.Pdb.Tests;

/// <summary>Whatever a program writes arrives as it is, within bounds, and never confuses the debugger.</summary>
public abstract class OutputSpecs(string python)
{
    public sealed class OnPython3() : OutputSpecs(Python.Usual);

    public sealed class OnMonitoringPython() : OutputSpecs(Python.Monitoring);

    [Fact]
    public async Task A_program_may_print_what_looks_like_the_debugger()
    {
        await using var debugging = new Debugging(python, "print('(Pdb) ', end='')\nprint('-> x\\n(Pdb) c')\nx = 1\n");
        var observation = await debugging.Pdb(["b main.py:3", "c"]);
        observation.Data!["programOutput"]!.GetValue<string>().Should().Be("(Pdb) -> x\n(Pdb) c\n");
        (await debugging.Pdb("p x")).Text.Should().Contain("NameError");
    }

    [Fact]
    public async Task Output_arrives_with_the_stop_that_follows_it()
    {
        await using var debugging = new Debugging(python, "import sys\nfor i in range(200):\n    print('o' * i, i)\n    print(i, file=sys.stderr)\n    x = i\n");
        await debugging.Pdb("b main.py:5");
        for (var i = 0; i < 50; i++)
        {
            var wrote = (await debugging.Pdb("c")).Data!["programOutput"]!.GetValue<string>();
            wrote.Should().Contain($"{new string('o', i)} {i}\n").And.Contain($"{i}\n");
            wrote.Length.Should().Be(i + (2 * $"{i}\n".Length) + 1, "nothing comes late and nothing twice");
        }
    }

    [Fact]
    public async Task Much_output_is_bounded_and_counted()
    {
        await using var debugging = new Debugging(python, "print('a' * 4_000_000)\nprint('end')\n", new PdbOptions { MaxOutput = 1000 });
        var observation = await debugging.Pdb("c");
        observation.Text.Length.Should().BeLessThan(2000);
        observation.Text.Should().Contain("characters left out").And.Contain("end");
        (await debugging.Pdb("p 'b' * 4_000_000")).Text.Length.Should().BeLessThan(2500);
    }

    [Fact]
    public async Task Letters_are_never_torn_and_odd_bytes_do_not_disturb()
    {
        await using var debugging = new Debugging(python, "import sys\nprint('é' * 3000)\nsys.stdout.flush()\nsys.stdout.buffer.write(b'\\xff\\xfe\\n')\ns = '\\udc80'\nx = 1\n");
        var observation = await debugging.Pdb(["b main.py:6", "c"]);
        observation.Data!["programOutput"]!.GetValue<string>().Should().Be(new string('é', 3000) + "\n\uFFFD\uFFFD\n");
        (await debugging.Pdb("p 'é' * 3000")).Text.Should().Contain(new string('é', 3000));
        (await debugging.Pdb("!raise ValueError(s)")).Text.Should().Contain("ValueError").And.Contain("\\udc80");
    }

    [Fact]
    public async Task A_child_process_writes_to_the_same_output_and_does_not_take_the_channel()
    {
        await using var debugging = new Debugging(python, "import os, subprocess, sys\nsubprocess.run([sys.executable, '-c', 'print(\"child\")'])\npid = os.fork()\nif pid == 0:\n    print('forked', flush=True)\n    os._exit(0)\nos.waitpid(pid, 0)\nx = 1\n");
        var observation = await debugging.Pdb(["b main.py:8", "c"]);
        observation.Text.Should().Contain("child\n").And.Contain("forked").And.Contain("Stopped at breakpoint 1.");
    }

    [Fact]
    public async Task A_project_may_have_modules_named_like_those_of_the_debugger()
    {
        await using var debugging = new Debugging(python, "import json, code\nprint(json.mine, code.mine)\n");
        debugging.Write("json.py", "mine = 'own json'\n");
        debugging.Write("code.py", "mine = 'own code'\n");
        (await debugging.Pdb("c")).Text.Should().Contain("own json own code");
    }

    [Fact]
    public async Task A_call_of_breakpoint_stops_as_one()
    {
        await using var debugging = new Debugging(python, "x = 1\nbreakpoint()\nimport pdb\npdb.set_trace()\ny = 2\n");
        // From Python 3.13 on in the line itself, before in the next.
        (await debugging.Pdb("c")).Text.Should().Contain("breakpoint() in the program").And.MatchRegex("main.py:[23] ");
        (await debugging.Pdb("c")).Text.Should().Contain("breakpoint() in the program").And.MatchRegex("main.py:[45] ");
    }
}

using Tessera.Debugging.Terminals;

namespace Tessera.Tools.Pdb.Tests;

/// <summary>What is debugged, and what is said when it cannot be.</summary>
public sealed class EntryPointSpecs
{
    [Theory]
    [InlineData("python3 main.py a 'b c'", "['main.py', 'a', 'b c']")]
    [InlineData("python3 -m main x", "['{0}', 'x']")]
    [InlineData("python3 -m pdb main.py y", "['main.py', 'y']")]
    [InlineData("python3 -X dev -u main.py z", "['main.py', 'z']")]
    public async Task A_program_sees_its_own_arguments(string entryPoint, string arguments)
    {
        await using var debugging = new Debugging(Python.Usual, "import sys\nprint(sys.argv, __name__)\n");
        var observation = await debugging.Pdb("c", entryPoint);
        observation.Text.Should().Contain(arguments.Replace("{0}", debugging.At("main.py"), StringComparison.Ordinal) + " __main__");
    }

    [Fact]
    public async Task Statements_and_test_runs_are_programs_too()
    {
        await using var debugging = new Debugging(Python.Usual, "answer = 42\n");
        debugging.Write("test_main.py", "import unittest, main\nclass T(unittest.TestCase):\n    def test(self):\n        self.assertEqual(main.answer, 42)\n");
        (await debugging.Pdb("c", "python3 -c 'import main; print(main.answer)'")).Text.Should().Contain("Program output:\n42");
        (await debugging.Pdb("b test_main.py:4", "python3 -m unittest")).Failed.Should().BeFalse();
        (await debugging.Pdb("c")).Text.Should().Contain("test_main.py:4 in test");
        (await debugging.Pdb("c")).Text.Should().Contain("Ran 1 test").And.Contain("OK");
    }

    [Fact]
    public async Task The_last_entry_point_stays_and_another_one_starts_anew()
    {
        await using var debugging = new Debugging(Python.Usual, "import sys\nx = len(sys.argv)\ny = 1\n");
        await debugging.Pdb("b main.py:3", "python3 main.py 1 2");
        await debugging.Pdb("c");
        (await debugging.Pdb("p x")).Text.Should().Contain("Pdb command output:\n3");
        (await debugging.Pdb("p x", "python3 main.py 1 2")).Text.Should().Contain("Pdb command output:\n3", "the same one goes on");
        (await debugging.Pdb("c", "python3 main.py")).Text.Should().StartWith("Debugging `python3 main.py`.").And.Contain("Stopped at breakpoint 1.");
        (await debugging.Pdb("p x")).Text.Should().Contain("Pdb command output:\n1");
    }

    [Theory]
    [InlineData("make test", "TESS4201")]
    [InlineData("python3", "TESS4201")]
    [InlineData("python3 -m", "TESS4201")]
    [InlineData("python3 'main.py", "TESS4201")]
    [InlineData("python3 nothing.py", "TESS4202")]
    [InlineData("python3 -m no_such_module", "TESS4202")]
    public async Task An_entry_point_that_cannot_be_debugged_is_said_at_once(string entryPoint, string id)
    {
        await using var debugging = new Debugging(Python.Usual, "x = 1\n");
        var observation = await debugging.Pdb("c", entryPoint);
        observation.Failed.Should().BeTrue();
        observation.Text.Should().Contain(id);
        (await debugging.Pdb("p 6 * 7", "python3 main.py")).Text.Should().Contain("42");
    }

    [Fact]
    public async Task A_missing_python_is_said_with_what_to_do()
    {
        await using var terminal = new LocalTerminal(new LocalTerminalOptions
        {
            WorkingFolder = Path.GetTempPath(), Environment = new Dictionary<string, string> { ["PATH"] = "/nowhere" },
        });
        await using var debugging = new Debugging(Python.Usual, "x = 1\n", terminal: terminal);
        var observation = await debugging.Pdb("c");
        observation.Failed.Should().BeTrue();
        observation.Text.Should().Contain("python3 is not installed").And.Contain("apt install python3");
    }

    [Fact]
    public async Task A_python_that_the_driver_cannot_run_in_is_said()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "A shell script stands for the interpreter.");
        await using var debugging = new Debugging(Python.Usual, "x = 1\n");
        debugging.Write("python3", "#!/bin/sh\necho too old\nexit 1\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(debugging.At("python3"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var observation = await debugging.Pdb("c", "./python3 main.py");
        observation.Failed.Should().BeTrue();
        observation.Text.Should().Contain("too old").And.Contain("TESS4203");
    }
}

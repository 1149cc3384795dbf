namespace Tessera.Tools.Pdb.Tests;

/// <summary>Breakpoints stop whoever reaches them: any thread, and processes that the program starts.</summary>
public abstract class ThreadSpecs(string python)
{
    public sealed class OnPython3() : ThreadSpecs(Python.Usual);

    public sealed class OnMonitoringPython() : ThreadSpecs(Python.Monitoring);

    private const string Workers = """
        import threading
        def work(n):
            x = n * 10
            y = x + 1
            results.append(y)
        results = []
        threads = [threading.Thread(target=work, args=(n,), name=f"worker {n}") for n in (1, 2)]
        for thread in threads: thread.start()
        for thread in threads: thread.join()
        print(sorted(results))
        """;

    [Fact]
    public async Task P12_A_breakpoint_in_a_thread_stops_there_and_each_thread_has_its_turn()
    {
        await using var debugging = new Debugging(python, Workers);
        var first = await debugging.Pdb(["b main.py:4", "c"]);
        first.Text.Should().Contain("Stopped at breakpoint 1.").And.MatchRegex(@"main.py:4 in work \(thread worker [12]\)");
        var worker = first.Data!["thread"]!.GetValue<string>();
        (await debugging.Pdb("p x")).Text.Should().Contain(worker == "worker 1" ? "10" : "20");
        (await debugging.Pdb("!x = 500")).Failed.Should().BeFalse();
        var second = await debugging.Pdb("c");
        second.Data!["thread"]!.GetValue<string>().Should().NotBe(worker).And.StartWith("worker");
        (await debugging.Pdb("c")).Text.Should().Contain(worker == "worker 1" ? "[21, 501]" : "[11, 501]");
    }

    [Fact]
    public async Task Steps_stay_in_their_thread()
    {
        await using var debugging = new Debugging(python, Workers);
        var stopped = await debugging.Pdb(["b main.py:3, n == 2", "c"]);
        stopped.Data!["thread"]!.GetValue<string>().Should().Be("worker 2");
        foreach (var line in new[] { 4, 5 })
        {
            var step = await debugging.Pdb("n");
            (step.Data!["thread"]!.GetValue<string>(), step.Data["line"]!.GetValue<int>()).Should().Be(("worker 2", line));
        }

        (await debugging.Pdb("c")).Text.Should().Contain("[11, 21]");
    }

    [Fact]
    public async Task An_exception_that_ends_a_thread_is_examined_and_the_others_go_on()
    {
        await using var debugging = new Debugging(python, "import threading\ndef fail(n):\n    return 1 / n\nt = threading.Thread(target=fail, args=(0,), name='failing')\nt.start()\nt.join()\nprint('went on')\n");
        var observation = await debugging.Pdb("c");
        observation.Text.Should().Contain("The thread failing ended by an uncaught exception: ZeroDivisionError").And.Contain("main.py:3 in fail");
        (await debugging.Pdb("p n")).Text.Should().Contain("Pdb command output:\n0");
        (await debugging.Pdb("c")).Text.Should().Contain("went on").And.Contain("exit code 0");
    }

    [Fact]
    public async Task A_thread_may_outlive_the_main_part_of_the_program_and_stops_then_too()
    {
        await using var debugging = new Debugging(python, "import threading\ndone = threading.Event()\ndef late():\n    threading.main_thread().join()\n    x = 1\nthreading.Thread(target=late).start()\n");
        (await debugging.Pdb(["b main.py:5", "c"])).Text.Should().Contain("Stopped at breakpoint 1.");
        (await debugging.Pdb("c")).Text.Should().Contain("exit code 0");
    }

    [Theory]
    [InlineData("fork")]
    [InlineData("spawn")]
    [InlineData("forkserver")]
    public async Task Processes_of_multiprocessing_stop(string method)
    {
        await using var debugging = new Debugging(python, $$"""
            import multiprocessing
            import work
            if __name__ == "__main__":
                with multiprocessing.get_context("{{method}}").Pool(1) as pool:
                    print(pool.map(work.double, [4, 5]))
            """);
        debugging.Write("work.py", "def double(n):\n    m = n * 2\n    return m\n");
        var stopped = await debugging.Pdb(["b work.py:3", "c"]);
        stopped.Text.Should().Contain("Stopped at breakpoint 1.").And.MatchRegex(@"work.py:3 in double \(child process \d+\)");
        stopped.Data!["process"]!.GetValue<int>().Should().BePositive();
        (await debugging.Pdb("p n, m")).Text.Should().Contain("(4, 8)");
        await debugging.Pdb("!m = 80");
        (await debugging.Pdb("c")).Text.Should().Contain("work.py:3 in double");
        (await debugging.Pdb("c")).Text.Should().Contain("[80, 10]").And.Contain("exit code 0");
    }

    [Fact]
    public async Task Pythons_that_the_program_starts_stop_and_a_breakpoint_set_there_holds_for_all()
    {
        await using var debugging = new Debugging(python, "import subprocess, sys\ndef run(word):\n    print(subprocess.run([sys.executable, 'child.py', word], capture_output=True, text=True, input='in').stdout)\nrun('a')\nrun('b')\n");
        debugging.Write("child.py", "import sys\ntext = sys.stdin.read()\nx = 1\nprint(sys.argv[1:], text, __name__)\n");
        (await debugging.Pdb(["b child.py:3", "c"])).Text.Should().Contain("child.py:3 in <module> (child process");
        (await debugging.Pdb("p text, sys.argv")).Text.Should().Contain("('in', ['child.py', 'a'])");
        await debugging.Pdb(["cl 1", "b 4"]);
        (await debugging.Pdb("c")).Text.Should().Contain("child.py:4 in <module>");
        (await debugging.Pdb("c")).Text.Should().Contain("['a'] in __main__").And.Contain("child.py:4 in <module>");
        (await debugging.Pdb("c")).Text.Should().Contain("['b'] in __main__").And.Contain("exit code 0");
    }

    [Fact]
    public async Task A_process_in_which_breakpoints_cannot_stop_is_told_of()
    {
        await using var debugging = new Debugging(python, "import subprocess\nsubprocess.run('python3 child.py', shell=True)\n");
        debugging.Write("child.py", "print('child')\n");
        (await debugging.Pdb(["b child.py:1", "c"])).Text.Should().Contain("child\n").And.Contain("breakpoints are not hit in what a shell starts");
    }

    [Fact]
    public async Task A_command_that_does_not_end_in_a_child_is_interrupted_there()
    {
        await using var debugging = new Debugging(python, "import os\nif os.fork() == 0:\n    x = 1\n    os._exit(0)\nos.wait()\n", new PdbOptions { TimeoutSeconds = 1 });
        await debugging.Pdb(["b main.py:4", "c"]);
        (await debugging.Pdb("while True: pass")).Text.Should().Contain("timed out").And.Contain("KeyboardInterrupt");
        (await debugging.Pdb("p x")).Text.Should().Contain("Pdb command output:\n1");
        (await debugging.Pdb("c")).Text.Should().Contain("exit code 0");
    }
}

using Tessera.Debugging.Terminals.Sandbox;
using Tessera.Sdk.Terminals;

namespace Tessera.Tools.Pdb.Tests;

/// <summary>Confined programs are debugged as others are.</summary>
public sealed class SandboxSpecs
{
    [Fact]
    public async Task Breakpoints_timeouts_and_child_processes_work_in_a_sandbox()
    {
        var provider = new SandboxTerminalProvider(new SandboxOptions(), TimeProvider.System);
        if (await provider.FindObstacleAsync(default) is { } obstacle)
        {
            Environment.GetEnvironmentVariable("CI").Should().BeNullOrEmpty(obstacle);
            Assert.Skip(obstacle);
        }

        await using var debugging = new Debugging(
            Python.Usual, "import multiprocessing, work\nif __name__ == '__main__':\n    p = multiprocessing.Process(target=work.job, args=(3,))\n    p.start()\n    p.join()\n    n = 0\n    while True:\n        n += 1\n",
            new PdbOptions { TimeoutSeconds = 2 }, open: folder => provider.Open(new TerminalSite { Folder = folder }));
        debugging.Write("work.py", "def job(n):\n    m = n * 2\n    return m\n");
        (await debugging.Pdb(["b work.py:3", "c"])).Text.Should().Contain("work.py:3 in job (child process");
        (await debugging.Pdb("p m")).Text.Should().Contain("Pdb command output:\n6");
        (await debugging.Pdb("c")).Text.Should().Contain("timed out").And.Contain("interrupted").And.Contain("main.py:");
        (await debugging.Pdb("p n > 0")).Text.Should().Contain("Pdb command output:\nTrue");
        debugging.Write("work.py", "# above\ndef job(n):\n    m = n * 3\n    return m\n");
        (await debugging.Pdb(["c", "p m"])).Text.Should().Contain("Pdb command output:\n9");
        (await debugging.Pdb("!import os; os._exit(5)")).Text.Should().Contain("interrupted").And.Contain("main.py:", "the child has ended, and the program goes on without it");
        (await debugging.Pdb("!import os; os._exit(6)")).Text.Should().Contain("ended");
    }
}

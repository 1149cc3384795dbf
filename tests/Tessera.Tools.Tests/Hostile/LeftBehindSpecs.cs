namespace Tessera.Tools.Tests.Hostile;

/// <summary>A program that leaves others running, by every way out of its own tree: when the session has ended, none of them runs.</summary>
public sealed class LeftBehindSpecs
{
    private const string Daemons = """
        import os, signal, subprocess, sys
        def work():
            quiet = dict(stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            sleep = [sys.executable, '-c', 'import signal, time\nfor s in range(1, 32):\n    try: signal.signal(s, signal.SIG_IGN)\n    except OSError: pass\nwhile True: time.sleep(1)']
            subprocess.Popen(sleep, **quiet)
            subprocess.Popen(sleep, start_new_session=True, **quiet)
            subprocess.Popen(['nohup', 'setsid', 'sleep', '1000'], cwd='/', **quiet)
            subprocess.Popen(sleep, start_new_session=True)
            if os.fork() == 0:
                os.setsid()
                if os.fork() == 0:
                    os.chdir('/')
                    os.execvp(sleep[0], sleep)
                os._exit(0)
            print('started')
        """;

    private const string Nameless = """
        import os, subprocess
        def work():
            # Known by nothing that a session gave it.
            subprocess.Popen(['setsid', 'sleep', '1000'], env={}, cwd='/proc/self/cwd', start_new_session=True)
            if os.fork() == 0:
                os.setsid()
                if os.fork() == 0:
                    os.execve('/bin/sleep', ['sleep', '1000'], {})
                os._exit(0)
            print('started')
        """;

    [Fact]
    public Task Programs_that_left_the_tree_end_with_the_session() =>
        Calls.EachRunsAsync(Daemons);

    [Fact]
    public Task Programs_that_took_off_every_mark_end_with_a_sandbox() =>
        Calls.EachRunsAsync(Nameless, terminals: "sandbox");

    [Fact]
    public Task A_program_whose_parent_is_killed_is_answered() =>
        Calls.EachRunsAsync("import os, signal\ndef work():\n    parent = os.getpid()\n    if os.fork() == 0:\n        os.kill(parent, signal.SIGKILL)\n        __import__('time').sleep(1000)\n    __import__('time').sleep(1000)\n");
}

using System.Text.Json.Nodes;

namespace Tessera.Tools.Tests.Hostile;

/// <summary>Commands and programs of hostile pieces, one call after another in one session, each of which has to stand what the last one left.</summary>
public sealed class ProgramSpecs
{
    private static readonly string[] _statements =
    [
        "os._exit(3)", "sys.exit('x')", "raise KeyboardInterrupt", "raise SystemExit", "raise BaseException()", "os.kill(os.getpid(), 9)", "os.kill(os.getpid(), 2)", "os.kill(0, 2)", "sys.settrace(None)", "sys.setrecursionlimit(50)",
        "threading.settrace(None)", "sys.stdout.close()", "sys.stderr = None", "sys.stdout = None", "os.close(1)", "os.close(2)", "os.closerange(3, 64)", "sys.modules.clear()", "del builtins.print", "builtins.open = None", "builtins.len = lambda x: -1",
        "del sys.modules['bdb']", "gc.disable()", "os.chdir('deep')", "os.environ.clear()", "os.execvp('true', ['true'])", "os.fork()", "os.setsid()", "signal.signal(2, signal.SIG_IGN)", "signal.alarm(1)", "signal.setitimer(signal.ITIMER_REAL, 0.01, 0.01)",
        "sys.monitoring.free_tool_id(2)", "sys.monitoring.use_tool_id(2, 'x')", "open('main.py', 'w').write('(')", "os.remove('main.py')", "os.symlink('/', 'root%d' % os.getpid())", "open('/etc/hostname').read()", "open('../outside/new', 'w')",
        "os.rename('main.py', 'x.py')", "(lambda f: f(f))(lambda f: f(f))", "'x' * 10**8", "[0] * 10**7", "os.listdir('..')", "os.nice(19)", "print('(Pdb) ', end='')", "sys.stdin.read()", "os.write(1, b'\\xff' * 1000)", "eval('(' * 300)", "1/0",
        "class_ = type('X', (), {'__repr__': lambda s: 1/0})()", "os.kill(os.getppid(), 0)", "resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))", "resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))", "sys.exc_info()", "threading.Thread(target=os._exit, args=(1,)).start()",
        "time.sleep(0.01)", "x = 1", "ctypes.string_at(0)", "os.abort()", "sys._getframe().f_back.f_locals", "globals().clear()", "atexit.register(lambda: os._exit(5))", "os.ftruncate(1, 0)", "os.dup2(0, 1)", "os.umask(0o777)",
    ];

    private static readonly string[] _commands =
    [
        "c", "n", "s", "r", "w", "u", "d", "u 99999999999", "j 1", "j -5", "b 2", "b main.py:2", "b main.py:2, 1/0", "b main.py:2, os._exit(1)", "b ../outside/part.py:1", "b /etc/passwd:1", "tbreak work", "cl", "cl 1", "cl 999", "cl a b", "disable 1", "ignore 1 -1",
        "condition 1 (", "commands 1\nos._exit(2)\nend", "commands\nend", "until 3", "unt -1", "l", "l 1, 99999999", "ll", "a", "p locals()", "pp globals()", "whatis os", "source os", "display x", "undisplay", "interact", "alias x y %*", "alias x x", "x", "unalias x", "!x = 1",
        "!import os, sys; os.x = 1", "debug work()", "exceptions", "exceptions 1", "retval", "run", "restart a b", "restart '", "q", "EOF", "h", "help x", "?", "", ";;", "p 1;;os._exit(1)", "\\", "'", "\"", "#", "@", "a\nb\nc", "def f(): pass", "for i in range(3): print(i)", "import pdb; pdb.set_trace()", "breakpoint()",
    ];

    // Where nothing is confined, this is what the programs may do: read what is outside, and end the process that runs the tests.
    private static readonly string[] _onlyConfined = ["outside", "kill(0", "kill -9 -1", "'/'"];

    [Theory]
    [InlineData("local")]
    [InlineData("sandbox")]
    public async Task Whatever_is_asked_of_the_debugger_it_answers(string terminal)
    {
        await using var ground = await Ground.OpenAsync(terminal);
        await Trials.MakeAsync(Trials.Processes(100), async choices =>
        {
            // The program is a hostile one only now and then; what commands do to a good one shows more.
            if (choices.Once(@in: 8) || !File.Exists(ground.At("main.py"))) ground.Write("main.py", Program(choices, choices.Number(0, 2), terminal));
            var command = choices.Number(0, 5) switch { 0 => "!" + Of(choices, _statements, terminal), 1 => choices.Of("p ", "b 2, ", "tbreak 3, ", "display ") + Of(choices, _statements, terminal), 2 => choices.Letters(8), _ => Of(choices, _commands, terminal) };
            var arguments = new JsonObject { ["command"] = command };
            if (choices.Once(@in: 15)) arguments["entrypoint"] = Of(choices, ["python3 main.py", "python3 -m part", "python3 -c 'print(1)'", "python3 ../outside/part.py", "python3 -m nothing", "python3 -X x main.py", "python3 /dev/stdin", "pytest", "rm -rf ..", "python3 -", "'"], terminal);
            if (choices.Once(@in: 15)) arguments["input"] = choices.Letters(20);
            await ground.CallAsync("pdb", arguments);
        });
    }

    [Theory]
    [InlineData("local")]
    [InlineData("sandbox")]
    public async Task Whatever_is_traced_it_is_answered(string terminal)
    {
        await using var ground = await Ground.OpenAsync(terminal);
        await Trials.MakeAsync(Trials.Processes(6), choices =>
        {
            ground.Write("main.py", Program(choices, choices.Number(0, 2), terminal));
            var arguments = new JsonObject
            {
                ["functions"] = new JsonArray([.. Enumerable.Range(0, choices.Number(1, 2)).Select(_ => (JsonNode)Of(choices, ["main.py:work", "main.py:1", "main.py:2#1", "work", "../outside/part.py:work", "/etc/passwd:1", "main.py:work#99999999999", "main.py:" + choices.Letters(5), ":", "main.py:"], terminal))]),
                ["calls"] = choices.Of("1", "last", "raising", "0", "-1", "x"),
            };
            if (choices.Once(@in: 2)) arguments["when"] = new JsonObject { ["expr"] = Of(choices, _statements, terminal), ["at"] = choices.Of("entry", "return") };
            if (choices.Once(@in: 2)) arguments["evaluate"] = new JsonArray(new JsonObject { ["line"] = Of(choices, ["main.py:3", "main.py:9999", "../outside/part.py:1"], terminal), ["expr"] = Of(choices, _statements, terminal) });
            if (choices.Once(@in: 3)) arguments["watch"] = new JsonArray("x", "os", choices.Letters(4));
            return ground.CallAsync("trace", arguments);
        });
    }

    [Theory]
    [InlineData("local")]
    [InlineData("sandbox")]
    public async Task Whatever_program_the_project_is_it_is_checked(string terminal)
    {
        await using var ground = await Ground.OpenAsync(terminal);
        await Trials.MakeAsync(Trials.Processes(8), async choices =>
        {
            ground.Write("main.py", Program(choices, choices.Number(1, 3), terminal));
            await ground.CallAsync(choices.Of("eval", "eval", "submit"), []);
            await ground.ReopenAsync();
        });
    }

    [Fact]
    public async Task Whatever_is_run_by_the_shell_it_is_answered()
    {
        const string terminal = "sandbox";
        await using var ground = await Ground.OpenAsync(terminal);
        await Trials.MakeAsync(Trials.Processes(50), choices =>
        {
            ground.Write("main.py", Program(choices, choices.Number(0, 2), terminal));
            var command = choices.Of("python3 main.py", "python3 main.py &", "(setsid python3 main.py &)", "python3 -c 'import os; os.fork(); os.fork()'", "cat main.py | python3", "exec python3 main.py", "cat ../outside/*", "ls -laR ..", "ln -s /proc/1/root r; ls r/", "find / -name 'unnamed*' -maxdepth 4",
                "cat /proc/*/environ | tr '\\0' '\\n' | sort | uniq | head -50", "cat /proc/*/cmdline", "kill -9 -1", "rm -rf .* *", "grep -r secret_ / --include=*.py -s -m1 | head -3", "dd if=/dev/zero of=big bs=1M count=200", "head -c 200M /dev/zero | tail -1", choices.Letters(20).Replace('\0', ' '));
            return ground.CallAsync("bash", new JsonObject { ["command"] = command, ["timeout"] = 1 });
        });
    }

    private static string Of(Choices choices, IReadOnlyList<string> pieces, string terminal) =>
        choices.Of(terminal == "sandbox" ? pieces : [.. pieces.Where(piece => !_onlyConfined.Any(piece.Contains))]);

    private static string Program(Choices choices, int hostile, string terminal)
    {
        var body = Enumerable.Range(0, 3).Select(i => "    " + (i < hostile ? Of(choices, _statements, terminal) : $"x = {i}"));
        return $"import atexit, builtins, ctypes, gc, os, resource, signal, sys, threading, time\ndef work():\n{string.Join('\n', body)}\n    return 1\nwork()\nprint('end')\n";
    }
}

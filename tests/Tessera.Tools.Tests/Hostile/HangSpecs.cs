using System.Text.Json.Nodes;

namespace Tessera.Tools.Tests.Hostile;

/// <summary>A program that does not end and does not listen: the call that runs it ends all the same.</summary>
public sealed class HangSpecs
{
    private const string Deaf = """
        import signal, threading, time
        def work():
            for s in range(1, 32):
                try: signal.signal(s, signal.SIG_IGN)
                except (OSError, ValueError): pass
            threading.Thread(target=forever).start()
            forever()
        def forever():
            while True: time.sleep(1)
        """;

    [Fact]
    public Task A_program_that_ignores_every_signal_is_ended() =>
        Calls.EachRunsAsync(Deaf);

    [Fact]
    public Task A_program_that_stops_itself_is_ended() =>
        Calls.EachRunsAsync("import os, signal\ndef work():\n    os.kill(os.getpid(), signal.SIGSTOP)\n");

    [Fact]
    public Task A_program_that_waits_for_a_pipe_that_nobody_opens_is_ended() =>
        Calls.EachRunsAsync("import os\ndef work():\n    os.mkfifo('pipe')\n    open('pipe').read()\n");

    [Fact]
    public Task A_program_that_waits_for_itself_is_ended() =>
        Calls.EachRunsAsync("import threading\ndef work():\n    lock = threading.Lock()\n    threading.Thread(target=lambda: (lock.acquire(), lock.acquire())).start()\n    lock.acquire()\n    lock.acquire()\n");

    [Fact]
    public Task A_program_that_closes_all_that_it_has_open_is_answered() =>
        Calls.EachRunsAsync("import os\ndef work():\n    os.closerange(0, 1000)\n");

    [Fact]
    public async Task Pipes_in_a_workspace_are_no_files_to_wait_for()
    {
        await using var ground = Ground.Open();
        await ground.CallAsync("bash", new JsonObject { ["command"] = "mkfifo pipe .gitignore", ["timeout"] = 5 });
        foreach (var tool in new[] { "view", "grep", "listdir", "rewrite" })
            foreach (var path in new[] { "pipe", ".gitignore", "." }) await ground.AtPathAsync(tool, path, new Choices(1));
    }
}

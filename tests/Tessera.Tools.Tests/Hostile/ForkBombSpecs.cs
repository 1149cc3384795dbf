namespace Tessera.Tools.Tests.Hostile;

/// <summary>A program that starts as many processes as it can: the call is answered, the others go on, and none is left.</summary>
/// <remarks>The bombs are bounded by themselves, too, so that one that is not held does no harm to the machine.</remarks>
public sealed class ForkBombSpecs
{
    // Two hundred at once, and deaf.
    private const string Wide = """
        import os, signal, time
        def work():
            for depth in range(200):
                try:
                    if os.fork() == 0:
                        for s in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP): signal.signal(s, signal.SIG_IGN)
                        time.sleep(1000)
                except OSError as full:
                    print('no more after', depth, full, flush=True)
                    break
            while True: time.sleep(1)
        """;

    // One after another, each the child of one that is gone: two thousand at most, within ten seconds.
    private const string Running = """
        import os, time
        def work():
            for i in range(2000):
                if os.fork() > 0: os._exit(0)
                if i % 3 == 0: os.setsid() if os.getsid(0) != os.getpid() else None
                time.sleep(0.005)
        """;

    private const string Doubling = """
        import os, time
        def work():
            try:
                for i in range(7): os.fork()
            except OSError:
                pass
            time.sleep(1000)
        """;

    [Fact]
    public Task Many_processes_at_once_end_with_the_call() =>
        Calls.EachRunsAsync(Wide, processes: 100);

    [Fact]
    public Task Processes_that_double_end_with_the_call() =>
        Calls.EachRunsAsync(Doubling, processes: 100);

    [Fact]
    public Task Processes_that_run_from_being_found_end_with_the_session() =>
        Calls.EachRunsAsync(Running, processes: 100);

    [Fact]
    public async Task A_sandbox_holds_no_more_processes_than_its_limit()
    {
        await using var ground = await Ground.OpenAsync("sandbox", processes: 60);
        var answer = await ground.ProgramAsync("bash", Wide);
        answer.Text.Should().MatchRegex("no more after [1-5]?[0-9] ");
    }
}

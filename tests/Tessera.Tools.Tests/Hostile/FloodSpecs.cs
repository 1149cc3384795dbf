using System.Text.Json.Nodes;

namespace Tessera.Tools.Tests.Hostile;

/// <summary>A program that writes more than anyone could read: its call is answered in time and within its bounds.</summary>
public sealed class FloodSpecs
{
    private const string Finite = """
        import os, sys
        def work():
            os.write(2, b'\xff\xfe\x00' * 1_000_000)
            for i in range(20):
                sys.stdout.write('x' * 1_000_000)
            sys.stdout.write('\n' * 3_000_000)
            sys.stdout.flush()
        """;

    private const string Endless = """
        import os, threading
        def work():
            for out in (1, 2, 1, 2):
                threading.Thread(target=flood, args=(out,), daemon=True).start()
            flood(1)
        def flood(out):
            while True:
                os.write(out, b'flood \x00\xff\n' * 5000)
        """;

    [Fact]
    public Task Millions_of_letters_lines_and_broken_bytes_are_cut() =>
        Calls.EachRunsAsync(Finite);

    [Fact]
    public Task An_endless_flood_is_ended_with_the_call() =>
        Calls.EachRunsAsync(Endless);

    [Theory]
    [InlineData("local")]
    [InlineData("sandbox")]
    public async Task A_flood_on_the_ways_that_tools_talk_to_their_programs_is_answered(string terminal)
    {
        // To whatever a program finds open, sockets and pipes of the tools among them.
        const string Everywhere = """
            import os
            def work():
                for way in range(3, 40):
                    try:
                        os.set_blocking(way, False)
                        for i in range(50): os.write(way, b'\xff' * 65536)
                    except OSError:
                        pass
            """;
        await using var ground = await Ground.OpenAsync(terminal);
        foreach (var tool in new[] { "bash", "pdb", "trace", "eval", "submit" }) await ground.ProgramAsync(tool, Everywhere);
        await ground.ReopenAsync();
        await ground.CallAsync("bash", new JsonObject { ["command"] = "for way in 3 4 5 6 7 8 9 10; do head -c 100000 /dev/urandom >&$way & done 2>/dev/null; wait", ["timeout"] = 2 });
        (await ground.CallAsync("bash", new JsonObject { ["command"] = "echo still here", ["timeout"] = 5 })).Text.Should().Contain("still here");
    }
}

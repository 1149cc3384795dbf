namespace Tessera.Cli.Tests;

/// <summary>tessera runs show --replay: what an agent did, call by call.</summary>
public sealed class ReplaySpecs : IDisposable
{
    private readonly Workplace _work = new();

    public ReplaySpecs()
    {
        _work.File("runs/r/journal.jsonl", "");
        _work.File("runs/r/steps/repair/files/trajectory.jsonl", """
            {"kind":"start","task":"repair","instructions":"Mend it.","evaluation":{"passed":false,"testsPassed":7,"testsRun":9}}
            {"kind":"chat","chat":1,"reply":{"role":"assistant","text":"I look first.","reasoning":"Where is it?"}}
            {"kind":"step","step":1,"tool":"view","arguments":{"path":"größe.py"},"observations":[{"text":"1 x = 1\u001b[2J"},{"text":"noted"}]}
            {"kind":"step","step":2,"tool":"rewrite","arguments":{"path":"a.py","new_code":"def f():\n\treturn 1\n","start":1},"observations":[]}
            {"kind":"end","reason":"done","evaluation":{"passed":true}}
            """);
        _work.File("runs/r/steps/many/files/tasks/cart/trajectory.jsonl", "{\"kind\":\"step\",\"step\":1,\"tool\":\"eval\",\"arguments\":{},\"observations\":[]}\n{\"kind\":\"st");
    }

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task A_person_reads_what_was_said_called_and_answered_and_no_control_reaches_the_terminal()
    {
        var shown = await _work.RunAsync("runs", "show", "r", "--replay", "repair");
        shown.ExitCode.Should().Be(0);
        shown.StandardOutput.Should().Be(
            "Task repair\nMend it.\nThe evaluation failed: 7 of 9 tests passed.\n\nWhere is it?\nI look first.\n\n[1] view {\"path\":\"größe.py\"}\n1 x = 1\ufffd[2J\nnoted\n\n[2] rewrite {\"path\":\"a.py\",\"start\":1}\n  new_code:\n  | def f():\n  | \treturn 1\n\nEnded: done. \nThe evaluation passed.\n");
    }

    [Fact]
    public async Task A_task_is_named_behind_its_step_and_a_cut_off_line_ends_it()
    {
        var shown = await _work.RunAsync("runs", "show", "r", "--replay", "many/cart");
        shown.StandardOutput.Should().Be("\n[1] eval {}\n(The trajectory ends here: the next line is not whole.)\n");
    }

    [Fact]
    public async Task A_mistyped_name_is_answered_with_the_one_that_was_meant()
    {
        var refused = await _work.RunAsync("runs", "show", "r", "--replay", "repiar");
        refused.ExitCode.Should().NotBe(0);
        refused.StandardError.Should().Contain("TESS1909").And.Contain("Did you mean 'repair'?");
    }
}

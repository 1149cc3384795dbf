using System.Text.Json;

namespace Tessera.Mcp.Tests.Serving;

public class AnswerSpecs
{
    [Fact]
    public async Task I_can_find_and_mend_a_fault_in_the_folder_itself()
    {
        using var project = new Project();
        await using var served = await Served.StartAsync(project);

        var before = await served.CallAsync("eval");
        before.Text().Should().Contain("test_total");
        var stopped = await served.CallAsync("pdb", new { command = "b prices.py:4" });
        stopped.IsError.Should().NotBe(true, stopped.Text());
        (await served.CallAsync("pdb", new { command = "c" })).Text().Should().Contain("prices.py");
        (await served.CallAsync("pdb", new { command = "p price" })).Text().Should().Contain("1");
        var mended = await served.CallAsync("rewrite", new { path = "prices.py", new_code = "        result += price", start = 4 });
        mended.IsError.Should().NotBe(true, mended.Text());

        project.Read("prices.py").Should().Contain("result += price", "the folder itself is worked on");
        var after = await served.CallAsync("eval");
        after.StructuredContent!.Value.GetProperty("passed").ValueKind.Should().Be(JsonValueKind.True, after.Text());
    }

    [Fact]
    public async Task What_other_tools_note_of_a_call_stands_in_its_result()
    {
        using var project = new Project();
        await using var served = await Served.StartAsync(project);
        await served.CallAsync("pdb", new { command = "b prices.py:4" });
        var mended = await served.CallAsync("rewrite", new { path = "prices.py", new_code = "    return sum(prices)", start = 2, end = 5 });

        mended.Texts().Should().HaveCount(2, "the debugger has something to say of its breakpoint");
        mended.Texts()[1].Should().Contain("Breakpoint 1 was removed");
        mended.StructuredContent!.Value.GetProperty("noted").EnumerateArray().Select(note => note.GetString()).Should().Equal(mended.Texts().Skip(1));
    }

    [Fact]
    public async Task A_call_that_fails_says_why()
    {
        using var project = new Project();
        await using var served = await Served.StartAsync(project);
        var missing = await served.CallAsync("view", new { path = "nowhere.py" });
        missing.IsError.Should().BeTrue();
        missing.Text().Should().Contain("`nowhere.py` does not exist");
        (await served.CallAsync("view", new { path = "../outside" })).IsError.Should().BeTrue();
    }

    [Theory]
    [InlineData("{}", "'pattern' is missing")]
    [InlineData("""{"pattern":"a","max_results":"many"}""", "max_results")]
    [InlineData("""{"pattern":"a","patern":"b"}""", "There is no 'patern' here")]
    public async Task Wrong_arguments_are_named(string arguments, string named)
    {
        using var project = new Project();
        await using var served = await Served.StartAsync(project, "--tools", "grep");
        var refused = await served.CallAsync("grep", JsonSerializer.Deserialize<JsonElement>(arguments));
        refused.IsError.Should().BeTrue();
        refused.Text().Should().Contain(named);
    }

    [Fact]
    public async Task A_mistyped_tool_is_answered_with_the_nearest_one()
    {
        using var project = new Project();
        await using var served = await Served.StartAsync(project, "--tools", "grep,view");
        var refused = await served.CallAsync("gerp");
        refused.IsError.Should().BeTrue();
        refused.Text().Should().Contain("There is no tool 'gerp'").And.Contain("grep");
    }

    [Fact]
    public async Task Protected_files_stay_protected()
    {
        using var project = new Project();
        await using var served = await Served.StartAsync(project, "--read-only", "test_*.py", "--hidden", "secret.txt");
        (await served.CallAsync("view", new { path = "secret.txt" })).Text().Should().Contain("does not exist");
        var refused = await served.CallAsync("rewrite", new { path = "test_prices.py", new_code = "pass", start = 1 });
        refused.IsError.Should().BeTrue();
        refused.Text().Should().Contain("read-only");
    }

    [Fact]
    public async Task In_a_sandbox_programs_do_not_change_or_read_protected_files_either()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Sandboxes are made on Linux.");
        using var project = new Project();
        var before = project.Read("test_prices.py");
        project.Write("secret.txt", "open sesame");
        await using var served = await Served.StartAsync(project, "--read-only", "test_*.py", "--hidden", "secret.txt", "--terminal", "sandbox");
        var answer = await served.CallAsync("bash", new { command = "echo pass > test_prices.py || echo refused; cat secret.txt || echo hidden" });
        answer.Text().Should().Contain("refused").And.Contain("hidden").And.NotContain("open sesame");
        project.Read("test_prices.py").Should().Be(before);
    }
}

using Tessera.Sdk.Tools;

namespace Tessera.Tools.Pdb.Tests;

/// <summary>Breakpoints belong to the agent, not to the program that happens to run.</summary>
public abstract class BreakpointSpecs(string python)
{
    public sealed class OnPython3() : BreakpointSpecs(Python.Usual);

    public sealed class OnMonitoringPython() : BreakpointSpecs(Python.Monitoring);

    private static readonly string _numbers = string.Concat(Enumerable.Range(1, 40).Select(i => $"print({i})\n"));

    [Fact]
    public async Task Breakpoints_survive_a_restart_with_all_they_have()
    {
        await using var debugging = new Debugging(python, "for i in range(6):\n    x = i\n    y = i\n    z = i\n");
        await debugging.Pdb(["b main.py:2, i == 3", "b main.py:3", "disable 2", "tbreak main.py:4", "ignore 3 1", "restart"]);
        var stopped = await debugging.Pdb("c");
        stopped.Text.Should().Contain("Stopped at breakpoint 3.");
        (await debugging.Pdb("p i")).Text.Should().Contain("Pdb command output:\n1", "the temporary one is passed by once");
        (await debugging.Pdb("c")).Text.Should().Contain("Stopped at breakpoint 1.");
        (await debugging.Pdb("p i")).Text.Should().Contain("Pdb command output:\n3");
        debugging.Listener.Breakpoints.Should().Equal(new Breakpoint("main.py", 2, "i == 3"), new Breakpoint("main.py", 3, Enabled: false));
    }

    [Fact]
    public async Task The_list_is_sorted_and_one_place_has_one_breakpoint()
    {
        await using var debugging = new Debugging(python, _numbers);
        debugging.Write("other.py", "x = 1\n");
        await debugging.Pdb(["b other.py:1", "b main.py:30", "b main.py:4", $"b {debugging.At("main.py")}:30", "b 30, 1 > 0"]);
        (await debugging.Pdb("b")).Text.Should().Be("Breakpoints:\nline 4 in main.py (number 3)\nline 30 in main.py (number 2, if 1 > 0)\nline 1 in other.py (number 1)");
        await debugging.Pdb("cl main.py:4");
        debugging.Listener.Breakpoints.Select(breakpoint => (breakpoint.File, breakpoint.Line)).Should().Equal(("main.py", 30), ("other.py", 1));
        (await debugging.Pdb("cl")).Text.Should().Contain("All breakpoints have been cleared.");
        (await debugging.Pdb("b")).Text.Should().Be("No breakpoints are set.");
    }

    [Theory]
    [InlineData(3, 1, 1, new[] { 10, 20, 30 })]
    [InlineData(15, 11, 5, new[] { 10, 24 })]
    [InlineData(5, 11, 10, new[] { 19, 29 })]
    [InlineData(25, 11, 5, new[] { 10, 20 })]
    [InlineData(20, 1, 1, new[] { 10, 20, 30 })]
    [InlineData(20, 0, 2, new[] { 10, 22, 32 })]
    [InlineData(1, 40, 3, new int[0])]
    [InlineData(40, 1, 1, new[] { 10, 20, 30 })]
    public async Task Breakpoints_follow_their_lines_through_an_edit(int first, int oldCount, int newCount, int[] lines)
    {
        await using var debugging = new Debugging(python, _numbers);
        debugging.Write("other.py", string.Concat(Enumerable.Range(1, 40).Select(i => $"x = {i}\n")));
        await debugging.Pdb(["b main.py:10", "b main.py:20", "b main.py:30", "b other.py:15"]);
        var text = TextOf(first, oldCount, newCount);

        var noted = await debugging.Change("main.py", text, new LineEdit(first, oldCount, newCount));

        debugging.Listener.Breakpoints.Where(breakpoint => breakpoint.File == "main.py").Select(breakpoint => breakpoint.Line).Should().Equal(lines);
        debugging.Listener.Breakpoints.Should().Contain(new Breakpoint("other.py", 15));
        noted.Should().HaveCount(lines.Length < 3 ? 1 : 0, "what is removed is said");
        if (lines.Length > 0) (await debugging.Pdb("c")).Text.Should().Contain($"main.py:{lines[0]} in <module>").And.Contain("Files have changed");

        static string TextOf(int first, int oldCount, int newCount)
        {
            var kept = _numbers.Split('\n', StringSplitOptions.RemoveEmptyEntries).ToList();
            kept.RemoveRange(first - 1, oldCount);
            kept.InsertRange(first - 1, Enumerable.Repeat("print('new')", newCount));
            return string.Join('\n', kept) + "\n";
        }
    }

    [Fact]
    public async Task Neighbouring_breakpoints_all_move()
    {
        await using var debugging = new Debugging(python, _numbers);
        await debugging.Pdb(["b main.py:20", "b main.py:21"]);
        await debugging.Change("main.py", "print(0)\n" + _numbers, new LineEdit(1, 0, 1));
        debugging.Listener.Breakpoints.Select(breakpoint => breakpoint.Line).Should().Equal(21, 22);
    }

    [Fact]
    public async Task A_breakpoint_on_a_function_stops_in_its_body()
    {
        await using var debugging = new Debugging(python, "def work(x):\n    y = x + 1\n    return y\n\nwork(1)\n");
        await debugging.Pdb(["b main.py:5", "c", "b work"]);
        (await debugging.Pdb("c")).Text.Should().Contain("main.py:2 in work");
    }

    [Fact]
    public async Task A_reset_forgets_everything()
    {
        await using var debugging = new Debugging(python, _numbers);
        await debugging.Pdb("b main.py:3");
        await debugging.ResetAsync();
        debugging.Listener.Breakpoints.Should().BeEmpty();
        (await debugging.Pdb("c")).Text.Should().Contain("Reached the end of the program.");
    }
}

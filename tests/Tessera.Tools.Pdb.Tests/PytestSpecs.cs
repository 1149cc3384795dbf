using Tessera.Tests;

namespace Tessera.Tools.Pdb.Tests;

/// <summary>Test runs of pytest are debugged like any program, whatever pytest puts in the place of streams and hooks.</summary>
public sealed class PytestSpecs
{
    private const string Tests = """
        import pdb
        import pytest
        from work import fold

        @pytest.mark.parametrize("n", range(200))
        def test_fold(n):
            assert fold(range(n)) == sum(range(n))

        def test_called():
            x = 5
            breakpoint()
            y = 6
            pdb.set_trace()
            z = 7

        def test_wrong():
            values = [1, 2]
            assert values == [1, 3]
        """;

    private static readonly string[] _files = ["work.py", "def fold(values):\n    total = 0\n    for value in values:\n        total += value\n    return total\n"];

    [Fact]
    public async Task A_run_of_hundreds_of_tests_stops_at_a_condition_and_at_calls_of_breakpoint()
    {
        var python = PythonWithPytest.RequireOne();
        await using var debugging = new Debugging(python, "");
        debugging.Write("test_work.py", Tests);
        debugging.Write(_files[0], _files[1]);
        await debugging.Pdb("b work.py:5, total == 4950", $"{python} -m pytest -q -p no:cacheprovider");
        (await debugging.Pdb("c")).Text.Should().Contain("work.py:5 in fold").And.Contain("....");
        (await debugging.Pdb(["up", "p n"])).Text.Should().Contain("Pdb command output:\n100");
        (await debugging.Pdb("c")).Text.Should().Contain("breakpoint() in the program").And.MatchRegex("test_work.py:1[12] in test_called");
        (await debugging.Pdb("p x")).Text.Should().Contain("Pdb command output:\n5");
        (await debugging.Pdb("c")).Text.Should().Contain("breakpoint() in the program").And.MatchRegex("test_work.py:1[34] in test_called");
        var end = await debugging.Pdb("c");
        end.Text.Should().Contain("1 failed, 201 passed").And.Contain("assert [1, 2] == [1, 3]").And.NotContain("tessera_driver");
        end.Data!["exitCode"]!.GetValue<int>().Should().Be(1);
    }

    [Fact]
    public async Task A_test_that_fails_is_walked_through()
    {
        var python = PythonWithPytest.RequireOne();
        await using var debugging = new Debugging(python, "");
        debugging.Write("test_work.py", Tests);
        debugging.Write(_files[0], _files[1]);
        await debugging.Pdb("b test_work.py:test_wrong", $"{python} -m pytest -q -p no:cacheprovider -k wrong");
        (await debugging.Pdb("c")).Text.Should().Contain("test_work.py:17 in test_wrong");
        (await debugging.Pdb(["n", "p values"])).Text.Should().Contain("[1, 2]");
        var raised = await debugging.Pdb("n");
        raised.Text.Should().Contain("An exception is being raised: AssertionError").And.Contain("test_work.py:18");
        (await debugging.Pdb("c")).Text.Should().Contain("1 failed");
    }
}

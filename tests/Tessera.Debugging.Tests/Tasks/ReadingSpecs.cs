using Tessera.Debugging.Tasks;

namespace Tessera.Debugging.Tests.Tasks;

/// <summary>A task is read in whatever layout it lies there.</summary>
public sealed class ReadingSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_description_with_nothing_in_it_runs_unittest_and_protects_what_is_named_like_a_test()
    {
        _folder.Write("cart/task.json", "{}");
        _folder.Write("cart/instructions.md", "\nRepair the cart.\n\n");
        _folder.Write("cart/project/cart.py", "");

        var task = DebugTasks.Read(_folder.At("cart")).Should().ContainSingle().Subject;

        (task.Name, task.Project, task.Instructions).Should().Be(("cart", _folder.At("cart/project"), "Repair the cart."));
        task.Evaluate.Should().Equal("python3", "-m", "unittest");
        task.Debug.Should().BeNull();
        task.ReadOnly.Should().Equal("test_*.py", "*_test.py", "tests/");
        (task.Hidden.Count, task.Solution, task.EvaluationTimeout).Should().Be((0, null, TimeSpan.FromMinutes(2)));
    }

    [Fact]
    public void A_description_may_say_everything_and_have_comments()
    {
        _folder.Write("cart/task.json", """
            {
              "evaluate": ["python3", "check.py"], // no test runner
              "debug": ["python3", "cart.py"],
              "readOnly": ["check.py"],
              "hidden": ["answers/"],
              "timeoutSeconds": 7,
            }
            """);
        _folder.Write("cart/instructions.md", "Repair the cart.");
        _folder.Write("cart/solution.patch", "--- a/cart.py\n");
        Directory.CreateDirectory(_folder.At("cart/project"));

        var task = DebugTasks.Read(_folder.At("cart"))[0];

        task.Evaluate.Should().Equal("python3", "check.py");
        task.Debug.Should().Equal("python3", "cart.py");
        (task.ReadOnly[0], task.Hidden[0], task.EvaluationTimeout, task.Solution).Should().Be(("check.py", "answers/", TimeSpan.FromSeconds(7), "--- a/cart.py\n"));
    }

    [Fact]
    public void A_task_of_debug_gym_has_its_tests_protected_whatever_its_rules_say()
    {
        _folder.Write("purr/test.py", "def test_purr():\n    assert True\n");
        _folder.Write("purr/.debugreadonly", "!test.py\n");

        var task = DebugTasks.Read(_folder.At("purr"))[0];

        (task.Name, task.Project, task.Solution).Should().Be(("purr", _folder.At("purr"), null));
        task.Evaluate.Should().Equal("python3", "-m", "pytest", "-q", "-p", "no:cacheprovider", "test.py");
        task.ReadOnly.Should().Equal("/test.py");
    }

    [Fact]
    public void Tests_that_unittest_can_run_need_no_pytest()
    {
        _folder.Write("purr/test.py", "import unittest\n\nclass Purr(unittest.TestCase):\n    pass\n");
        _folder.Write("purr/.debugignore", "");
        DebugTasks.Read(_folder.At("purr"))[0].Evaluate.Should().Equal("python3", "-m", "unittest", "test.py");
    }

    [Fact]
    public void An_exercise_is_instructed_by_its_documents_and_solved_by_its_example()
    {
        WriteExercise("""{ "files": { "solution": ["bob.py"], "test": ["bob_test.py"], "example": [".meta/example.py"], "editor": ["bob[1].py"] } }""");
        _folder.Write("bob/.docs/introduction.md", "Bob talks.\n");
        _folder.Write("bob/.docs/instructions.append.md", "Be short.\n");

        var task = DebugTasks.Read(_folder.At("bob"))[0];

        task.Instructions.Should().Be("Bob talks.\n\nLet Bob answer.\n\nBe short.\n\nWrite the code in `bob.py` so that the tests in `bob_test.py` pass.");
        task.ReadOnly.Should().Equal("/bob_test.py", @"/bob\[1].py");
        task.Hidden.Should().Equal("/.meta/", "/.docs/");
        task.Solution.Should().Be("--- a/bob.py\n+++ b/bob.py\n@@ -1,2 +1,2 @@\n def bob():\n-    pass\n+    return 'Whatever.'\n");
    }

    [Fact]
    public void An_exercise_without_its_example_is_a_task_without_a_solution()
    {
        WriteExercise("""{ "files": { "solution": ["bob.py"], "test": ["bob_test.py"], "example": [".meta/none.py"] } }""");
        DebugTasks.Read(_folder.At("bob"))[0].Solution.Should().BeNull();
    }

    [Fact]
    public void A_folder_of_tasks_may_mix_layouts_and_hold_other_things()
    {
        WriteExercise("""{ "files": { "solution": ["bob.py"], "test": ["bob_test.py"] } }""");
        _folder.Write("Zoo/task.json", "{}");
        _folder.Write("Zoo/instructions.md", "Repair the zoo.");
        Directory.CreateDirectory(_folder.At("Zoo/project"));
        _folder.Write("a/test.py", "");
        _folder.Write("a/.debugignore", "");
        _folder.Write("notes/readme.md", "No task.");
        _folder.Write("readme.md", "No task either.");

        DebugTasks.Read(_folder.Root).Select(task => task.Name).Should().Equal("Zoo", "a", "bob");
        DebugTasks.Read(_folder.Root, ["bob", "Zoo"]).Select(task => task.Name).Should().Equal("Zoo", "bob");
    }

    [Fact]
    public void A_slash_at_the_end_of_a_folder_changes_nothing()
    {
        WriteExercise("""{ "files": { "solution": ["bob.py"], "test": ["bob_test.py"] } }""");
        DebugTasks.Read(_folder.At("bob/"))[0].Name.Should().Be("bob");
    }

    private void WriteExercise(string config)
    {
        _folder.Write("bob/.meta/config.json", config);
        _folder.Write("bob/.meta/example.py", "def bob():\n    return 'Whatever.'\n");
        _folder.Write("bob/.docs/instructions.md", "Let Bob answer.\n");
        _folder.Write("bob/bob.py", "def bob():\n    pass\n");
        _folder.Write("bob/bob_test.py", "import unittest\n\nclass Bob(unittest.TestCase):\n    pass\n");
    }
}

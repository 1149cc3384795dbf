using Tessera.Debugging.Tasks;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Debugging.Tests.Tasks;

/// <summary>Whatever is wrong with tasks is said, all of it at once.</summary>
public sealed class UnfitTaskSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Everything_that_a_task_lacks_is_said_at_once()
    {
        _folder.Write("cart/task.json", """{ "evalute": ["python3"], "timeoutSeconds": 0 }""");

        var faults = Faults();

        faults.Should().OnlyContain(fault => fault.Id == "TESS4502");
        faults.Select(fault => fault.Location!.File).Should().BeEquivalentTo(
            [_folder.At("cart/task.json"), _folder.At("cart/task.json"), _folder.At("cart/project"), _folder.At("cart/instructions.md")]);
        faults.Should().Contain(fault => fault.Message.Contains("There is no 'evalute' here") && fault.Message.Contains("'evaluate'"));
        faults.Should().Contain(fault => fault.Message.Contains("timeoutSeconds"));
    }

    [Theory]
    [InlineData("{ \"evaluate\": ", "cannot be read")]
    [InlineData("[]", "it is JSON, but not an object")]
    [InlineData("null", "it is JSON, but not an object")]
    [InlineData("""{ "evaluate": [] }""", "evaluate")]
    [InlineData("""{ "evaluate": "python3" }""", "evaluate")]
    [InlineData("""{ "readOnly": null }""", "readOnly")]
    [InlineData("""{ "hidden": [1, {}] }""", "hidden")]
    [InlineData("""{ "debug": ["a"], "debug": ["b"] }""", "cannot be read")]
    public void A_description_that_does_not_fit_is_said(string description, string message)
    {
        _folder.Write("cart/task.json", description);
        _folder.Write("cart/instructions.md", "Repair the cart.");
        Directory.CreateDirectory(_folder.At("cart/project"));
        Faults().Should().NotBeEmpty().And.OnlyContain(fault => fault.Id == "TESS4502" && fault.Location!.File == _folder.At("cart/task.json") && fault.Message.Contains(message));
    }

    [Theory]
    [InlineData("""{ "files": { "solution": ["../bob.py"], "test": ["bob_test.py"] } }""", "'../bob.py' leads outside")]
    [InlineData("""{ "files": { "solution": ["bob.py"], "test": ["/etc/passwd"] } }""", "'/etc/passwd' leads outside")]
    [InlineData("""{ "files": { "solution": ["bob.py"], "test": ["bob_test.py"], "example": ["a/../../x.py"] } }""", "leads outside")]
    [InlineData("""{ "files": { "solution": ["bob.py"], "test": ["--pdb"] } }""", "'--pdb' is no name of a file")]
    [InlineData("""{ "files": { "solution": [], "test": ["bob_test.py"] } }""", "must each name a file")]
    [InlineData("""{ "files": { "solution": ["bob.py"] } }""", "must each name a file")]
    [InlineData("""{ "files": { "solution": "bob.py", "test": ["bob_test.py"] } }""", "lists of names")]
    [InlineData("""{ "files": { "solution": [null], "test": ["bob_test.py"] } }""", "lists of names")]
    [InlineData("""{ "files": { "solution": ["bob.py"], "test": ["none_test.py"] } }""", "'none_test.py' does not exist")]
    [InlineData("""{ "files": [], "files": {} }""", "files")]
    [InlineData("""{ "files": [] }""", "cannot be used")]
    [InlineData("null", "must each name a file")]
    [InlineData("{", "cannot be used")]
    public void An_exercise_that_cannot_be_used_is_said(string config, string message)
    {
        _folder.Write("bob/.meta/config.json", config);
        _folder.Write("bob/bob_test.py", "");
        Faults().Should().ContainSingle(fault => fault.Id == "TESS4502" && fault.Location!.File == _folder.At("bob/.meta/config.json")).Which.Message.Should().Contain(message);
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_said_with_the_task_and_the_others_too()
    {
        Requirements.Linux();
        _folder.Write("cart/task.json", "{}");
        Directory.CreateDirectory(_folder.At("cart/project"));
        File.CreateSymbolicLink(_folder.At("cart/instructions.md"), "/proc/self/mem");
        _folder.Write("zoo/task.json", "{");

        Faults().Select(fault => (fault.Id, fault.Location!.File)).Should().Contain(("TESS4502", _folder.At("cart"))).And.Contain(("TESS4502", _folder.At("zoo/task.json")));
    }

    [Fact]
    public void A_task_that_is_not_chosen_need_not_be_right()
    {
        _folder.Write("cart/task.json", "{}");
        _folder.Write("cart/instructions.md", "Repair the cart.");
        Directory.CreateDirectory(_folder.At("cart/project"));
        _folder.Write("zoo/task.json", "{");
        DebugTasks.Read(_folder.Root, ["cart"]).Should().ContainSingle();
    }

    [Fact]
    public void Every_name_that_no_task_has_is_said_with_the_nearest()
    {
        foreach (var name in new[] { "seating-plan", "rolling-peak" }) _folder.Write($"{name}/task.json", "{");

        var faults = Faults("seating-plam", "rolling-peak", "rolling-beak");

        faults.Select(fault => fault.Id).Should().Equal("TESS4501", "TESS4501");
        faults[0].ToString().Should().Contain("There is no task 'seating-plam'.").And.Contain("'seating-plan'");
        faults[1].ToString().Should().Contain("'rolling-beak'").And.Contain("'rolling-peak'");
    }

    [Theory]
    [InlineData("")]
    [InlineData("nowhere")]
    public void Where_there_are_no_tasks_it_is_said(string place)
    {
        _folder.Write("readme.md", "Nothing here.");
        var fault = FluentActions.Invoking(() => DebugTasks.Read(_folder.At(place))).Should().Throw<TesseraException>().Which.Diagnostics.Should().ContainSingle().Subject;
        (fault.Id, fault.Location!.File).Should().Be(("TESS4501", _folder.At(place)));
        fault.ToString().Should().Contain("docs/tasks.md");
    }

    private IReadOnlyList<Diagnostic> Faults(params string[] names) =>
        FluentActions.Invoking(() => DebugTasks.Read(_folder.Root, names.Length == 0 ? null : names)).Should().Throw<TesseraException>().Which.Diagnostics;
}

using Tessera.Debugging.Workspaces;
using Tessera.Sdk.Workspaces;

namespace Tessera.Debugging.Tests.Workspaces;

/// <summary>A project says by files of its own what is kept from agents.</summary>
public sealed class ControlFileSpecs : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FolderWorkspace _workspace;

    public ControlFileSpecs()
    {
        _folder.Write(".debugignore", "# answers\nsolution*.py\n!solution_hint.py\n!secret.txt\nprivate/\n");
        _folder.Write(".debugreadonly", "*test*.py\r\n");
        _folder.Write(".gitignore", "built.py\n");
        foreach (var file in new[] { "main.py", "my_test_main.py", "solution.py", "solution_hint.py", "built.py", "secret.txt", "private/key", "sub/.debugignore" }) _folder.Write(file, "x\n");
        _workspace = new FolderWorkspace(_folder.Root, new FolderWorkspaceOptions { Hidden = ["secret.txt"] });
    }

    public async ValueTask DisposeAsync()
    {
        await _workspace.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public void Hidden_files_and_the_control_files_are_not_listed() =>
        _workspace.List(_workspace.Resolve(".")).Select(entry => entry.Path.Relative)
            .Should().Equal(".gitignore", "built.py", "main.py", "my_test_main.py", "solution_hint.py", "sub");

    [Theory]
    [InlineData("solution.py", WorkspaceFault.NotFound)]
    [InlineData("private/key", WorkspaceFault.NotFound)]
    [InlineData("secret.txt", WorkspaceFault.NotFound)]
    [InlineData(".debugignore", WorkspaceFault.NotFound)]
    [InlineData(".debugreadonly", WorkspaceFault.NotFound)]
    [InlineData("my_test_main.py", WorkspaceFault.ReadOnly)]
    [InlineData("new_test.py", WorkspaceFault.ReadOnly)]
    public async Task What_is_kept_from_agents_is_not_written(string file, WorkspaceFault fault)
    {
        var refusal = (await FluentActions.Awaiting(() => _workspace.WriteAsync(_workspace.Resolve(file), "y"u8.ToArray(), default).AsTask()).Should().ThrowAsync<WorkspaceException>()).Which;
        refusal.Fault.Should().Be(fault);
    }

    [Fact]
    public async Task A_program_that_changes_the_rules_changes_nothing()
    {
        File.Delete(_folder.At(".debugignore"));
        await File.WriteAllTextAsync(_folder.At(".debugreadonly"), "");
        _workspace.Find(_workspace.Resolve("solution.py")).Should().BeNull();
        _workspace.AccessTo(_workspace.Resolve("my_test_main.py")).Should().Be(WorkspaceAccess.ReadOnly);
    }
}

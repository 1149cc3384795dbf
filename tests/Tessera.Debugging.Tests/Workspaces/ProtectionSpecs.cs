using Tessera.Debugging.Workspaces;
using Tessera.Sdk.Workspaces;

namespace Tessera.Debugging.Tests.Workspaces;

/// <summary>What a pipeline's author keeps from agents.</summary>
public sealed class ProtectionSpecs : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FolderWorkspace _workspace;

    public ProtectionSpecs()
    {
        _folder.Write("main.py", "print(1)\n");
        _folder.Write("test_main.py", "assert True\n");
        _folder.Write("tests/deep/test_more.py", "assert True\n");
        _folder.Write("answers/solution.py", "print(2)\n");
        _folder.Write("answers/keep.md", "may be seen\n");
        _workspace = new FolderWorkspace(_folder.Root, new FolderWorkspaceOptions { ReadOnly = ["test_*.py", "tests/"], Hidden = ["answers/*.py", "*.key"] });
    }

    public async ValueTask DisposeAsync()
    {
        await _workspace.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("test_main.py")]
    [InlineData("tests/deep/test_more.py")]
    [InlineData("tests/new.py")]
    public async Task A_read_only_file_is_read_and_not_changed(string file)
    {
        var path = _workspace.Resolve(file);
        _workspace.AccessTo(path).Should().Be(WorkspaceAccess.ReadOnly);
        var refusal = (await FluentActions.Awaiting(() => _workspace.WriteAsync(path, "x"u8.ToArray(), default).AsTask()).Should().ThrowAsync<WorkspaceException>()).Which;
        refusal.Fault.Should().Be(WorkspaceFault.ReadOnly);
        refusal.Message.Should().Contain(file).And.Contain("read-only");
        if (File.Exists(path.Absolute)) (await _workspace.ReadAsync(path, default)).Should().NotBeEmpty();
    }

    [Fact]
    public async Task A_read_only_file_is_not_deleted()
    {
        await FluentActions.Awaiting(() => _workspace.DeleteAsync(_workspace.Resolve("test_main.py"), default).AsTask()).Should().ThrowAsync<WorkspaceException>();
        File.Exists(_folder.At("test_main.py")).Should().BeTrue();
    }

    [Fact]
    public async Task A_hidden_file_is_as_if_it_did_not_exist()
    {
        var path = _workspace.Resolve("answers/solution.py");
        _workspace.Find(path).Should().BeNull();
        _workspace.List(_workspace.Resolve("answers")).Select(entry => entry.Path.Relative).Should().Equal("answers/keep.md");
        (await FluentActions.Awaiting(() => _workspace.ReadAsync(path, default).AsTask()).Should().ThrowAsync<WorkspaceException>()).Which.Fault.Should().Be(WorkspaceFault.NotFound);
        (await FluentActions.Awaiting(() => _workspace.WriteAsync(path, "x"u8.ToArray(), default).AsTask()).Should().ThrowAsync<WorkspaceException>()).Which.Fault.Should().Be(WorkspaceFault.NotFound);
        (await File.ReadAllTextAsync(path.Absolute)).Should().Be("print(2)\n");
    }

    [Fact]
    public async Task A_link_is_no_way_around_protection()
    {
        Requirements.Unix();
        File.CreateSymbolicLink(_folder.At("open.py"), "test_main.py");
        File.CreateSymbolicLink(_folder.At("seen.txt"), "answers/solution.py");
        _workspace.Find(_workspace.Resolve("seen.txt")).Should().BeNull();
        await FluentActions.Awaiting(() => _workspace.WriteAsync(_workspace.Resolve("open.py"), "x"u8.ToArray(), default).AsTask()).Should().ThrowAsync<WorkspaceException>();
        _workspace.List(_workspace.Resolve(".")).Single(entry => entry.Path.Relative == "open.py").Access.Should().Be(WorkspaceAccess.ReadOnly);
        _workspace.List(_workspace.Resolve(".")).Should().NotContain(entry => entry.Path.Relative == "seen.txt");
    }
}

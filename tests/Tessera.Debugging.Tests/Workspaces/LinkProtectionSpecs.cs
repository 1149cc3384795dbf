using Tessera.Debugging.Evaluations;
using Tessera.Debugging.Workspaces;
using Tessera.Sdk.Workspaces;

namespace Tessera.Debugging.Tests.Workspaces;

/// <summary>Protection holds where what is protected is a link, or is reached through one.</summary>
public sealed class LinkProtectionSpecs : IDisposable
{
    private static readonly FolderWorkspaceOptions _options = new() { ReadOnly = ["tests/", "check.py"], Hidden = ["answers"] };
    private readonly TemporaryFolder _folder = new();

    public LinkProtectionSpecs()
    {
        Requirements.Unix();
        _folder.Write("project/main.py", "print(1)\n");
        _folder.Write("project/shared/tests/test_main.py", "assert True\n");
        _folder.Write("project/shared/check_all.py", "assert True\n");
        _folder.Write("project/kept/solution.py", "print(2)\n");
        Directory.CreateSymbolicLink(_folder.At("project/tests"), "shared/tests");
        File.CreateSymbolicLink(_folder.At("project/check.py"), "shared/check_all.py");
        Directory.CreateSymbolicLink(_folder.At("project/answers"), "kept");
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("tests/test_main.py")]
    [InlineData("shared/tests/test_main.py")]
    [InlineData("tests/new.py")]
    [InlineData("shared/tests/conftest.py")]
    [InlineData("check.py")]
    [InlineData("shared/check_all.py")]
    public async Task A_file_is_read_only_by_each_of_its_names(string file)
    {
        await using var workspace = new FolderWorkspace(_folder.At("project"), _options);
        var path = workspace.Resolve(file);
        workspace.AccessTo(path).Should().Be(WorkspaceAccess.ReadOnly);
        (await Refusal(() => workspace.WriteAsync(path, "x"u8.ToArray(), default).AsTask())).Fault.Should().Be(WorkspaceFault.ReadOnly);
        if (File.Exists(path.Absolute)) (await Refusal(() => workspace.DeleteAsync(path, default).AsTask())).Fault.Should().Be(WorkspaceFault.ReadOnly);
    }

    [Theory]
    [InlineData("answers/solution.py")]
    [InlineData("kept/solution.py")]
    public async Task A_file_is_hidden_by_each_of_its_names(string file)
    {
        await using var workspace = new FolderWorkspace(_folder.At("project"), _options);
        (await Refusal(() => workspace.ReadAsync(workspace.Resolve(file), default).AsTask())).Fault.Should().Be(WorkspaceFault.NotFound);
        workspace.List(workspace.Resolve(".")).Select(entry => entry.Path.Relative).Should().NotContain(["answers", "kept"]);
    }

    [Fact]
    public async Task What_is_not_protected_is_still_written()
    {
        await using var workspace = new FolderWorkspace(_folder.At("project"), _options);
        await workspace.WriteAsync(workspace.Resolve("shared/other.py"), "x"u8.ToArray(), default);
        await workspace.WriteAsync(workspace.Resolve("main.py"), "x"u8.ToArray(), default);
    }

    [Fact]
    public async Task A_program_that_removes_the_link_does_not_open_its_target()
    {
        await using var workspace = new FolderWorkspace(_folder.At("project"), _options);
        File.Delete(_folder.At("project/tests"));
        (await Refusal(() => workspace.WriteAsync(workspace.Resolve("shared/tests/test_main.py"), "x"u8.ToArray(), default).AsTask())).Fault.Should().Be(WorkspaceFault.ReadOnly);
    }

    [Fact]
    public async Task Links_in_circles_are_no_trouble()
    {
        Directory.CreateSymbolicLink(_folder.At("project/shared/up"), "..");
        await using var workspace = new FolderWorkspace(_folder.At("project"), _options);
        workspace.AccessTo(workspace.Resolve("main.py")).Should().Be(WorkspaceAccess.ReadWrite);
        workspace.AccessTo(workspace.Resolve("shared/up/tests/test_main.py")).Should().Be(WorkspaceAccess.ReadOnly);
    }

    [Fact]
    public async Task Links_and_their_targets_are_put_back()
    {
        await using var copy = FolderWorkspace.CopyOf(_folder.At("project"), _folder.At("copy"), _options);
        File.Delete(_folder.At("copy/tests"));
        _folder.Write("copy/tests/test_main.py", "pass\n");
        _folder.Write("copy/shared/tests/test_main.py", "pass\n");
        File.Delete(_folder.At("copy/check.py"));
        _folder.Write("copy/check.py", "pass\n");

        ProtectedFiles.PutBack(_folder.At("project"), copy, default).Should().Contain(["check.py", "shared/tests/test_main.py", "tests"]);

        new FileInfo(_folder.At("copy/tests")).LinkTarget.Should().Be("shared/tests");
        new FileInfo(_folder.At("copy/check.py")).LinkTarget.Should().Be("shared/check_all.py");
        (await File.ReadAllTextAsync(_folder.At("copy/tests/test_main.py"))).Should().Be("assert True\n");
        ProtectedFiles.PutBack(_folder.At("project"), copy, default).Should().BeEmpty();
    }

    [Fact]
    public async Task A_folder_that_became_a_link_is_put_back_and_not_written_through()
    {
        await using var copy = FolderWorkspace.CopyOf(_folder.At("project"), _folder.At("copy"), _options);
        Directory.Delete(_folder.At("copy/shared"), recursive: true);
        _folder.Write("elsewhere/tests/test_main.py", "mine\n");
        Directory.CreateSymbolicLink(_folder.At("copy/shared"), _folder.At("elsewhere"));

        ProtectedFiles.PutBack(_folder.At("project"), copy, default);

        (await File.ReadAllTextAsync(_folder.At("elsewhere/tests/test_main.py"))).Should().Be("mine\n");
        (await File.ReadAllTextAsync(_folder.At("copy/shared/tests/test_main.py"))).Should().Be("assert True\n");
    }

    [Fact]
    public async Task What_was_dropped_beside_protected_tests_is_removed()
    {
        _folder.Write("plain/tests/test_main.py", "assert True\n");
        var options = new FolderWorkspaceOptions { ReadOnly = ["tests/", "conftest.py", "sitecustomize.py"] };
        await using var copy = FolderWorkspace.CopyOf(_folder.At("plain"), _folder.At("copy"), options);
        foreach (var dropped in new[] { "tests/conftest.py", "tests/deep/x.py", "conftest.py", "sub/sitecustomize.py", "__pycache__/main.cpython-312.pyc" }) _folder.Write("copy/" + dropped, "x");
        _folder.Write("copy/new.py", "x");

        ProtectedFiles.PutBack(_folder.At("plain"), copy, default);

        Directory.GetFiles(copy.Root, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(copy.Root, file))
            .Should().BeEquivalentTo("new.py", "tests/test_main.py");
    }

    private static async Task<WorkspaceException> Refusal(Func<Task> work) => (await work.Should().ThrowAsync<WorkspaceException>()).Which;
}

using Tessera.Debugging.Workspaces;
using Tessera.Sdk.Workspaces;

namespace Tessera.Debugging.Tests.Workspaces;

/// <summary>Whatever path an agent names, it reaches the project and nothing else.</summary>
public sealed class ConfinementSpecs : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FolderWorkspace _workspace;

    public ConfinementSpecs()
    {
        _folder.Write("outside/secret.txt", "secret");
        _folder.Write("project/main.py", "print(1)\n");
        _folder.Write("project/sub/part.py", "x = 1\n");
        _workspace = new FolderWorkspace(_folder.At("project"));
    }

    public async ValueTask DisposeAsync()
    {
        await _workspace.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("../outside/secret.txt")]
    [InlineData("sub/../../outside/secret.txt")]
    [InlineData("..")]
    [InlineData("/etc/passwd")]
    [InlineData("/")]
    [InlineData("sub/../..//project/../outside")]
    public void A_path_that_leads_out_is_refused(string path)
    {
        Requirements.Unix();
        Refusal(() => _workspace.Resolve(path)).Fault.Should().Be(WorkspaceFault.Outside);
    }

    [Theory]
    [InlineData("main.py", "main.py")]
    [InlineData("./sub/../main.py", "main.py")]
    [InlineData("sub//part.py", "sub/part.py")]
    [InlineData("../project/main.py", "main.py")]
    [InlineData(".", "")]
    [InlineData("new/folder/file.txt", "new/folder/file.txt")]
    public void A_path_that_stays_inside_has_one_name(string path, string name)
    {
        _workspace.Resolve(path).Relative.Should().Be(name);
        _workspace.Resolve(_workspace.Resolve(path).Absolute).Relative.Should().Be(name, "an absolute path inside is as good");
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\0b")]
    public void A_text_that_cannot_be_a_path_is_refused(string path) =>
        Refusal(() => _workspace.Resolve(path)).Fault.Should().Be(WorkspaceFault.Malformed);

    [Fact]
    public void A_name_that_is_too_long_is_refused() =>
        Refusal(() => _workspace.Resolve(new string('a', 300))).Fault.Should().Be(WorkspaceFault.Malformed);

    [Fact]
    public void A_link_that_leads_out_is_refused_and_not_listed()
    {
        Requirements.Unix();
        File.CreateSymbolicLink(_folder.At("project/leak.txt"), _folder.At("outside/secret.txt"));
        Directory.CreateSymbolicLink(_folder.At("project/leaks"), _folder.At("outside"));
        File.CreateSymbolicLink(_folder.At("project/relative"), "../outside/secret.txt");

        foreach (var path in new[] { "leak.txt", "leaks/secret.txt", "relative", "leaks/new.txt" })
            Refusal(() => _workspace.Resolve(path)).Fault.Should().Be(WorkspaceFault.Outside, path);
        _workspace.List(_workspace.Resolve(".")).Select(entry => entry.Path.Relative).Should().Equal("main.py", "sub");
    }

    [Fact]
    public async Task A_link_inside_is_followed_to_what_it_names()
    {
        Requirements.Unix();
        File.CreateSymbolicLink(_folder.At("project/also.py"), "sub/part.py");
        _workspace.Resolve("also.py").Relative.Should().Be("sub/part.py");
        await _workspace.WriteAsync(_workspace.Resolve("also.py"), "x = 2\n"u8.ToArray(), default);
        (await File.ReadAllTextAsync(_folder.At("project/sub/part.py"))).Should().Be("x = 2\n");
        new FileInfo(_folder.At("project/also.py")).LinkTarget.Should().Be("sub/part.py", "the link stays a link");
    }

    [Fact]
    public void Links_in_a_loop_are_refused()
    {
        Requirements.Unix();
        File.CreateSymbolicLink(_folder.At("project/a"), "b");
        File.CreateSymbolicLink(_folder.At("project/b"), "a");
        Refusal(() => _workspace.Resolve("a")).Message.Should().Contain("loop");
    }

    [Fact]
    public async Task A_link_that_is_swapped_in_after_the_check_is_refused_all_the_same()
    {
        Requirements.Unix();
        var file = _workspace.Resolve("sub/part.py");
        var fresh = _workspace.Resolve("sub/new.py");
        Directory.Delete(_folder.At("project/sub"), recursive: true);
        Directory.CreateSymbolicLink(_folder.At("project/sub"), _folder.At("outside"));
        _folder.Write("outside/part.py", "foreign");

        (await Refusal(() => _workspace.ReadAsync(file, default).AsTask())).Fault.Should().Be(WorkspaceFault.Outside);
        (await Refusal(() => _workspace.WriteAsync(fresh, "x"u8.ToArray(), default).AsTask())).Fault.Should().Be(WorkspaceFault.Outside);
        (await Refusal(() => _workspace.DeleteAsync(file, default).AsTask())).Fault.Should().Be(WorkspaceFault.Outside);
        File.Exists(_folder.At("outside/new.py")).Should().BeFalse();
        (await File.ReadAllTextAsync(_folder.At("outside/part.py"))).Should().Be("foreign");
    }

    [Fact]
    public async Task A_pipe_is_as_if_it_did_not_exist()
    {
        Requirements.Linux();
        Requirements.Program("mkfifo");
        using (var make = System.Diagnostics.Process.Start("mkfifo", _folder.At("project/pipe"))) await make.WaitForExitAsync();
        _workspace.Find(_workspace.Resolve("pipe")).Should().BeNull();
        (await Refusal(() => _workspace.ReadAsync(_workspace.Resolve("pipe"), default).AsTask())).Fault.Should().Be(WorkspaceFault.NotFound);
        (await Refusal(() => _workspace.WriteAsync(_workspace.Resolve("pipe"), "x"u8.ToArray(), default).AsTask())).Fault.Should().Be(WorkspaceFault.WrongKind);
    }

    private static WorkspaceException Refusal(Action work) => work.Should().Throw<WorkspaceException>().Which;

    private static async Task<WorkspaceException> Refusal(Func<Task> work) => (await work.Should().ThrowAsync<WorkspaceException>()).Which;
}

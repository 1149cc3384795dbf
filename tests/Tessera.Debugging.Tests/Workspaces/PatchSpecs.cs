using System.Diagnostics;
using Tessera.Debugging.Workspaces;

namespace Tessera.Debugging.Tests.Workspaces;

/// <summary>What changed since a snapshot is a patch that git applies to the state before.</summary>
public sealed class PatchSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Git_makes_of_the_state_before_the_state_after()
    {
        Requirements.Linux();
        Requirements.Program("git");
        _folder.Write("project/main.py", string.Concat(Enumerable.Range(1, 60).Select(i => $"line {i}\n")));
        _folder.Write("project/crlf.txt", "a\r\nb\r\nc");
        _folder.Write("project/bom.txt", "\uFEFFone\n");
        _folder.Write("project/a name/with \"quotes\"\té.txt", "x\n");
        _folder.Write("project/a name/plain blank.txt", "x\n");
        _folder.Write("project/gone.txt", "gone\n");
        _folder.Write("project/emptied.txt", "x");
        _folder.Write("project/run.sh", "#!/bin/sh\n");
        _folder.Write("project/becomes-link", "x\n");
        File.CreateSymbolicLink(_folder.At("project/link"), "main.py");
        File.WriteAllBytes(_folder.At("project/data.bin"), [0, 1, 2]);
        File.WriteAllBytes(_folder.At("project/latin.txt"), [0xE9, 10]);
        await using (FolderWorkspace.CopyOf(_folder.At("project"), _folder.At("before")))
        {
            // Only the copy is wanted.
        }

        await using var workspace = new FolderWorkspace(_folder.At("project"));
        var snapshot = await workspace.SnapshotAsync(default);
        (await workspace.PatchAsync(snapshot, default)).Text.Should().BeEmpty();
        _folder.Write("project/main.py", "first\n" + string.Concat(Enumerable.Range(1, 60).Where(i => i != 40).Select(i => $"line {i}\n")) + "last without end");
        _folder.Write("project/crlf.txt", "a\r\nB\r\nc\r\n");
        _folder.Write("project/bom.txt", "\uFEFFtwo\n");
        _folder.Write("project/a name/with \"quotes\"\té.txt", "y\n");
        _folder.Write("project/a name/plain blank.txt", "y\n");
        _folder.Write("project/new/empty.txt", "");
        _folder.Write("project/new/file.txt", "new\n");
        _folder.Write("project/emptied.txt", "");
        _folder.Write("project/__pycache__/x.pyc", "cached");
        File.Delete(_folder.At("project/gone.txt"));
        File.Delete(_folder.At("project/link"));
        File.CreateSymbolicLink(_folder.At("project/link"), "crlf.txt");
        File.Delete(_folder.At("project/becomes-link"));
        File.CreateSymbolicLink(_folder.At("project/becomes-link"), "main.py");
        File.WriteAllBytes(_folder.At("project/data.bin"), [0, 1, 3]);
        File.Delete(_folder.At("project/latin.txt"));
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(_folder.At("project/run.sh"), File.GetUnixFileMode(_folder.At("project/run.sh")) | UnixFileMode.UserExecute);

        var patch = await workspace.PatchAsync(snapshot, default);

        patch.Binary.Should().Equal("data.bin", "latin.txt");
        patch.Text.Should().Contain("deleted file mode 100644\n--- a/gone.txt\n+++ /dev/null\n").And.Contain("old mode 100644\nnew mode 100755\n").And.NotContain("pyc");
        await File.WriteAllTextAsync(_folder.At("change.patch"), patch.Text);
        (await GitAsync("apply", "--whitespace=nowarn", "../change.patch")).Should().BeEmpty();
        foreach (var file in new[] { "main.py", "crlf.txt", "bom.txt", "a name/with \"quotes\"\té.txt", "a name/plain blank.txt", "new/empty.txt", "new/file.txt", "emptied.txt" })
            (await File.ReadAllBytesAsync(_folder.At("before/" + file))).Should().Equal(await File.ReadAllBytesAsync(_folder.At("project/" + file)), file);
        File.Exists(_folder.At("before/gone.txt")).Should().BeFalse();
        new FileInfo(_folder.At("before/link")).LinkTarget.Should().Be("crlf.txt");
        new FileInfo(_folder.At("before/becomes-link")).LinkTarget.Should().Be("main.py");
        if (!OperatingSystem.IsWindows()) (File.GetUnixFileMode(_folder.At("before/run.sh")) & UnixFileMode.UserExecute).Should().NotBe(UnixFileMode.None);
    }

    private async Task<string> GitAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("git", arguments) { WorkingDirectory = _folder.At("before"), RedirectStandardError = true };
        start.Environment["GIT_CEILING_DIRECTORIES"] = _folder.Root;
        start.Environment["GIT_CONFIG_GLOBAL"] = "/dev/null";
        using var git = Process.Start(start)!;
        var errors = await git.StandardError.ReadToEndAsync();
        await git.WaitForExitAsync();
        return git.ExitCode == 0 ? errors : $"exit code {git.ExitCode}: {errors}";
    }
}

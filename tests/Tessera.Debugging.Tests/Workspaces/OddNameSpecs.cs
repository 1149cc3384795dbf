using System.Diagnostics;
using System.Text;
using Tessera.Debugging.Evaluations;
using Tessera.Debugging.Workspaces;
using Tessera.Sdk.Workspaces;

namespace Tessera.Debugging.Tests.Workspaces;

/// <summary>Names of Linux are bytes: a program may make files whose names are no text, and nothing fails because of them.</summary>
public sealed class OddNameSpecs : IAsyncDisposable
{
    private const string MakeOdd = """
        printf 'x = 1\n' > "$(printf 'caf\351.py')"
        mkdir "$(printf 'fol\377der')"
        printf 'deep\n' > "$(printf 'fol\377der/in\200side.txt')"
        ln -s "$(printf 'caf\351.py')" "$(printf 'li\376nk')"
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly FolderWorkspace _workspace;

    public OddNameSpecs()
    {
        Requirements.Linux();
        _folder.Write("main.py", "one\n");
        _workspace = new FolderWorkspace(_folder.Root);
    }

    public async ValueTask DisposeAsync()
    {
        await _workspace.DisposeAsync();
        FolderTree.Remove(_folder.Root);
        Directory.CreateDirectory(_folder.Root);
        _folder.Dispose();
    }

    [Fact]
    public async Task What_a_program_made_is_taken_away_again()
    {
        var snapshot = await _workspace.SnapshotAsync(default);
        await ShellAsync(MakeOdd);

        (await _workspace.RestoreAsync(snapshot, default)).Should().HaveCount(4);

        Directory.EnumerateFileSystemEntries(_folder.Root).Select(Path.GetFileName).Should().Equal("main.py");
    }

    [Fact]
    public async Task What_a_program_changed_or_removed_is_put_back_byte_for_byte()
    {
        await ShellAsync(MakeOdd);
        var snapshot = await _workspace.SnapshotAsync(default);
        var before = await ShellAsync("find . | LC_ALL=C sort | od -c; cat */*.txt caf*; readlink li*");
        await ShellAsync("rm -r fol* li*; for file in caf*; do printf 'x = 2\\n' > \"$file\"; done");

        await _workspace.RestoreAsync(snapshot, default);

        (await ShellAsync("find . | LC_ALL=C sort | od -c; cat */*.txt caf*; readlink li*")).Should().Be(before);
    }

    [Fact]
    public async Task A_patch_names_them_as_git_does()
    {
        Requirements.Program("git");
        await ShellAsync("git init -q .");
        var snapshot = await _workspace.SnapshotAsync(default);
        await ShellAsync(MakeOdd);

        var patch = await _workspace.PatchAsync(snapshot, default);

        patch.Text.Should().Contain("\"b/caf\\351.py\"").And.Contain("\"b/fol\\377der/in\\200side.txt\"");
        patch.Binary.Should().ContainSingle("where the link leads is no text");
        await _workspace.RestoreAsync(snapshot, default);
        await File.WriteAllTextAsync(_folder.At(".git/change.patch"), patch.Text);
        await ShellAsync("git apply .git/change.patch");
        (await ShellAsync("cat caf* */in*")).Should().Be("x = 1\ndeep\n");
    }

    [Fact]
    public async Task They_are_listed_and_read()
    {
        await ShellAsync(MakeOdd);

        var listed = _workspace.List(_workspace.Resolve("."));

        listed.Select(entry => entry.Path.ToString()).Should().Contain("caf\uFFFD.py").And.Contain("fol\uFFFDder").And.Contain("main.py");
        var file = listed.Single(entry => entry.Path.ToString() == "caf\uFFFD.py");
        Encoding.UTF8.GetString(await _workspace.ReadAsync(file.Path, default)).Should().Be("x = 1\n");
        var inside = _workspace.List(listed.Single(entry => entry.IsFolder).Path).Should().ContainSingle().Which;
        Encoding.UTF8.GetString(await _workspace.ReadAsync(inside.Path, default)).Should().Be("deep\n");
    }

    [Fact]
    public async Task One_put_among_the_tests_is_removed_before_they_judge()
    {
        using var original = new TemporaryFolder();
        original.Write("tests/test_a.py", "x\n");
        _folder.Write("tests/test_a.py", "x\n");
        await using var copy = new FolderWorkspace(_folder.Root, new FolderWorkspaceOptions { ReadOnly = ["tests/"] });
        await ShellAsync("mkdir \"$(printf 'tests/o\\377dd')\"; cd tests/o*; touch conftest.py");

        ProtectedFiles.PutBack(original.Root, copy, default).Should().NotBeEmpty();

        Directory.EnumerateFileSystemEntries(_folder.At("tests")).Select(Path.GetFileName).Should().Equal("test_a.py");
    }

    [Theory]
    [InlineData("plain.py")]
    [InlineData("w\u00eft\u00e4 \U0001F600.py")]
    [InlineData("\uDCE9")]
    [InlineData("a\uDC80\U0001F600\uDCFFb")]
    public void A_name_is_the_same_after_it_was_bytes(string name) => LinuxNames.Decode(LinuxNames.Encode(name).AsSpan()[..^1]).Should().Be(name);

    private async Task<string> ShellAsync(string script)
    {
        using var process = Process.Start(new ProcessStartInfo("sh", ["-c", script]) { WorkingDirectory = _folder.Root, RedirectStandardOutput = true, StandardOutputEncoding = Encoding.Latin1 })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.Should().Be(0);
        return output;
    }
}

using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using Tessera.Debugging.Evaluations;
using Tessera.Debugging.Workspaces;
using Tessera.Sdk.Workspaces;

namespace Tessera.Debugging.Tests.Workspaces;

/// <summary>A program that swaps a folder for a link while a file in it is used gets nowhere.</summary>
public sealed class SwapSpecs : IDisposable
{
    private const int Rounds = 4000;
    private const int CurrentFolder = -100;
    private const uint AtOnce = 2;
    private readonly TemporaryFolder _folder = new();

    public SwapSpecs()
    {
        Requirements.Linux();
        _folder.Write("outside/part.py", "secret");
        _folder.Write("project/real/part.py", "inside");
        Directory.CreateSymbolicLink(_folder.At("project/link"), _folder.At("outside"));
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Nothing_outside_is_read_written_listed_or_deleted(bool inOneCall)
    {
        using var files = new HeldFolderFiles(_folder.At("project"), inOneCall);
        var (reads, refusals) = (0, 0);
        await WhileSwapping(() =>
        {
            Try(() =>
            {
                using var reader = new StreamReader(((IFolderFiles)files).Open("real/part.py"));
                reader.ReadToEnd().Should().NotBe("secret");
                reads++;
            });
            Try(() => files.Write("real/written.py", "x"u8, default));
            Try(() => files.List("real").Select(entry => entry.Name).Should().NotContain("only-outside"));
            Try(() => files.Delete("real/target.py"));
        });
        CheckOutside();
        reads.Should().BePositive("the folder was often in its place");
        refusals.Should().BePositive("the link was often in its place");

        void Try(Action work)
        {
            try
            {
                work();
            }
            catch (Exception refused) when (refused is LinkMetException or IOException or UnauthorizedAccessException)
            {
                refusals++;
            }
        }
    }

    [Fact]
    public async Task A_workspace_holds_against_it_too()
    {
        await using var workspace = new FolderWorkspace(_folder.At("project"));
        var path = new WorkspacePath("real/part.py", _folder.At("project/real/part.py"));
        var reads = 0;
        await WhileSwapping(() =>
        {
            try
            {
                Encoding.UTF8.GetString(workspace.ReadAsync(path, default).AsTask().GetAwaiter().GetResult()).Should().NotBe("secret");
                reads++;
                workspace.WriteAsync(path, "inside"u8.ToArray(), default).AsTask().GetAwaiter().GetResult();
            }
            catch (WorkspaceException)
            {
                // Outside, or being changed: both are refusals.
            }
        });
        CheckOutside();
        reads.Should().BePositive();
    }

    [Fact]
    public async Task A_snapshot_is_restored_within_the_folder_only()
    {
        _folder.Write("project/real/kept.py", "kept");
        _folder.Write("project/real/deep/more.py", "more");
        await using var workspace = new FolderWorkspace(_folder.At("project"));
        var snapshot = await workspace.SnapshotAsync(default);
        var restored = 0;
        await WhileSwapping(
            files =>
            {
                // What is then to be removed, made again and replaced has names that exist outside, too.
                Refusable(() => files.Write("real/target.py", "x"u8, default));
                Refusable(() => files.Delete("real/kept.py"));
                Refusable(() => files.Write("real/deep/more.py", "x"u8, default));
                Refusable(() => workspace.PatchAsync(snapshot, default).AsTask().GetAwaiter().GetResult().Text.Should().NotContain("secret"));
                Refusable(() => workspace.SnapshotAsync(default).AsTask().GetAwaiter().GetResult());
                if (Refusable(() => workspace.RestoreAsync(snapshot, default).AsTask().GetAwaiter().GetResult())) restored++;
            },
            rounds: 200);
        CheckOutside();
        restored.Should().BePositive("between two swaps there is time enough");
        await workspace.RestoreAsync(snapshot, default);
        (await File.ReadAllTextAsync(_folder.At("project/real/kept.py"))).Should().Be("kept");
        (await File.ReadAllTextAsync(_folder.At("project/real/deep/more.py"))).Should().Be("more");
        new FileInfo(_folder.At("project/link")).LinkTarget.Should().Be(_folder.At("outside"));
    }

    [Fact]
    public async Task Protected_files_are_put_back_within_the_folder_only()
    {
        foreach (var (file, text) in new[] { ("part.py", "inside"), ("kept.py", "kept"), ("deep/more.py", "more") }) _folder.Write("original/real/" + file, text);
        Directory.CreateSymbolicLink(_folder.At("original/link"), _folder.At("outside"));
        await using var workspace = new FolderWorkspace(_folder.At("project"), new FolderWorkspaceOptions { ReadOnly = ["real/", "link"] });
        var finished = 0;
        await WhileSwapping(
            files =>
            {
                Refusable(() => files.Write("real/target.py", "x"u8, default));
                Refusable(() => files.Write("real/part.py", "x"u8, default));
                Refusable(() => files.Delete("real/deep/more.py"));
                if (Refusable(() => ProtectedFiles.PutBack(_folder.At("original"), workspace, default))) finished++;
            },
            rounds: 200);
        CheckOutside();
        finished.Should().BePositive("between two swaps there is time enough");
        ProtectedFiles.PutBack(_folder.At("original"), workspace, default);
        Directory.GetFiles(_folder.At("project/real"), "*", SearchOption.AllDirectories).Select(File.ReadAllText).Should().BeEquivalentTo("inside", "kept", "more");
        new FileInfo(_folder.At("project/link")).LinkTarget.Should().Be(_folder.At("outside"));
    }

    [Fact]
    public async Task A_folder_nested_too_deep_for_any_path_is_removed_all_the_same()
    {
        _folder.Write("original/real/part.py", "inside");
        await using var workspace = new FolderWorkspace(_folder.At("project"), new FolderWorkspaceOptions { ReadOnly = ["real/"] });
        var snapshot = await workspace.SnapshotAsync(default);
        Nest("project/real/nest");
        ProtectedFiles.PutBack(_folder.At("original"), workspace, default).Should().Contain("real/nest");
        Directory.Exists(_folder.At("project/real/nest")).Should().BeFalse();

        Nest("project/nest");
        await workspace.RestoreAsync(snapshot, default);
        Directory.GetFileSystemEntries(_folder.At("project")).Select(Path.GetFileName).Should().BeEquivalentTo("real", "link");

        void Nest(string place)
        {
            Requirements.Python();
            using var python = Process.Start(
                "python3", ["-c", "import os, sys\nos.mkdir(sys.argv[1])\nos.chdir(sys.argv[1])\nfor i in range(20000):\n    os.mkdir('d')\n    os.chdir('d')", _folder.At(place)]);
            python.WaitForExit();
            python.ExitCode.Should().Be(0);
        }
    }

    private static bool Refusable(Action work)
    {
        try
        {
            work();
            return true;
        }
        catch (Exception refused) when (refused is LinkMetException or WorkspaceException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private Task WhileSwapping(Action work) => WhileSwapping(_ => work(), Rounds);

    private async Task WhileSwapping(Action<HeldFolderFiles> work, int rounds)
    {
        _folder.Write("outside/only-outside", "");
        foreach (var file in new[] { "target.py", "kept.py", "deep/more.py" }) _folder.Write("outside/" + file, "secret");
        using var files = new HeldFolderFiles(_folder.At("project"));
        using var done = new CancellationTokenSource();
        var (real, link) = (Encoding.UTF8.GetBytes(_folder.At("project/real") + "\0"), Encoding.UTF8.GetBytes(_folder.At("project/link") + "\0"));
        var swaps = 0;
        var swapping = Task.Run(() =>
        {
            // One of them may just be missing, where it is replaced.
            while (!done.IsCancellationRequested) swaps += Exchange(CurrentFolder, real, CurrentFolder, link, AtOnce) == 0 ? 1 : 0;
        });
        for (var i = 0; i < rounds; i++) work(files);
        await done.CancelAsync();
        await swapping;
        swaps.Should().BeGreaterThan(100);
    }

    [DllImport("libc", EntryPoint = "renameat2", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Exchange(int folder, byte[] path, int otherFolder, byte[] otherPath, uint flags);

    private void CheckOutside()
    {
        Directory.GetFiles(_folder.At("outside"), "*", SearchOption.AllDirectories).Select(file => (Path.GetFileName(file), File.ReadAllText(file)))
            .Should().BeEquivalentTo([("part.py", "secret"), ("only-outside", ""), ("target.py", "secret"), ("kept.py", "secret"), ("more.py", "secret")]);
    }
}

using System.Runtime.InteropServices;
using System.Text;
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
                using var reader = new StreamReader(files.Open("real/part.py"));
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

    private async Task WhileSwapping(Action work)
    {
        _folder.Write("outside/only-outside", "");
        _folder.Write("outside/target.py", "target");
        using var done = new CancellationTokenSource();
        var (real, link) = (Encoding.UTF8.GetBytes(_folder.At("project/real") + "\0"), Encoding.UTF8.GetBytes(_folder.At("project/link") + "\0"));
        var swaps = 0;
        var swapping = Task.Run(() =>
        {
            for (; !done.IsCancellationRequested; swaps++) Exchange(CurrentFolder, real, CurrentFolder, link, AtOnce).Should().Be(0);
        });
        for (var i = 0; i < Rounds; i++) work();
        await done.CancelAsync();
        await swapping;
        swaps.Should().BeGreaterThan(100);
    }

    [DllImport("libc", EntryPoint = "renameat2", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Exchange(int folder, byte[] path, int otherFolder, byte[] otherPath, uint flags);

    private void CheckOutside()
    {
        Directory.GetFileSystemEntries(_folder.At("outside")).Select(Path.GetFileName).Should().BeEquivalentTo("part.py", "only-outside", "target.py");
        File.ReadAllText(_folder.At("outside/part.py")).Should().Be("secret");
    }
}

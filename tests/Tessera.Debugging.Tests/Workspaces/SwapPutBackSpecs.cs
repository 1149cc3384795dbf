using System.Runtime.InteropServices;
using System.Text;
using Tessera.Debugging.Evaluations;
using Tessera.Debugging.Workspaces;
using Tessera.Sdk.Workspaces;

namespace Tessera.Debugging.Tests.Workspaces;

/// <summary>A program that an agent left running swaps folders for links while protected files are put back: nothing outside is removed or written.</summary>
public sealed class SwapPutBackSpecs : IDisposable
{
    private const int Rounds = 400;
    private const int CurrentFolder = -100;
    private const uint AtOnce = 2;
    private readonly TemporaryFolder _folder = new();

    public SwapPutBackSpecs()
    {
        Requirements.Linux();
        _folder.Write("outside/test_main.py", "mine");
        _folder.Write("outside/conftest.py", "mine, too");
        _folder.Write("outside/deep/conftest.py", "mine as well");
        _folder.Write("project/tests/test_main.py", "assert True\n");
        _folder.Write("project/tests/deep/test_deep.py", "assert True\n");
        _folder.Write("project/main.py", "x = 1\n");
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("tests", "")]
    [InlineData("tests/deep", "deep")]
    public async Task Protected_files_are_put_back_inside_or_not_at_all(string swapped, string target)
    {
        await using var copy = FolderWorkspace.CopyOf(_folder.At("project"), _folder.At("copy"), new FolderWorkspaceOptions { ReadOnly = ["tests/", "conftest.py", "test_*.py"] });
        var swaps = 0;
        Directory.CreateDirectory(_folder.At("copy/elsewhere"));
        Directory.CreateSymbolicLink(_folder.At("copy/elsewhere/link"), _folder.At("outside/" + target));
        using var done = new CancellationTokenSource();
        var swapping = Task.Run(() =>
        {
            // A restoration takes one of the two away; a program that goes on puts it there again.
            while (!done.IsCancellationRequested)
            {
                if (Exchange(CurrentFolder, Bytes("copy/" + swapped), CurrentFolder, Bytes("copy/elsewhere/link"), AtOnce) == 0)
                {
                    swaps++;
                    continue;
                }

                try
                {
                    if (new FileInfo(_folder.At("copy/elsewhere/link")) is { LinkTarget: null, Exists: false }) Directory.CreateSymbolicLink(_folder.At("copy/elsewhere/link"), _folder.At("outside/" + target));
                }
                catch (IOException)
                {
                    // It has come back by itself.
                }
            }
        });
        for (var i = 0; i < Rounds; i++)
        {
            try
            {
                ProtectedFiles.PutBack(_folder.At("project"), copy, default);
            }
            catch (Exception refused) when (refused is WorkspaceException or IOException)
            {
                // Nothing was done outside; that is what counts.
            }
        }

        await done.CancelAsync();
        await swapping;
        swaps.Should().BeGreaterThan(Rounds / 4, "the link was often in the way");
        Directory.GetFileSystemEntries(_folder.At("outside"), "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(_folder.At("outside"), path))
            .Should().BeEquivalentTo("test_main.py", "conftest.py", "deep", "deep/conftest.py");
        (await File.ReadAllTextAsync(_folder.At("outside/test_main.py"))).Should().Be("mine");

        if (Directory.Exists(_folder.At("copy/elsewhere"))) Directory.Delete(_folder.At("copy/elsewhere"), recursive: true);
        ProtectedFiles.PutBack(_folder.At("project"), copy, default);
        (await File.ReadAllTextAsync(_folder.At("copy/tests/test_main.py"))).Should().Be("assert True\n", "when nobody swaps any more, all is put back");
        (await File.ReadAllTextAsync(_folder.At("copy/tests/deep/test_deep.py"))).Should().Be("assert True\n");
    }

    [Fact]
    public async Task What_lies_too_deep_to_be_named_does_not_keep_a_check_from_being_made()
    {
        await using var copy = FolderWorkspace.CopyOf(_folder.At("project"), _folder.At("copy"), new FolderWorkspaceOptions { ReadOnly = ["tests/"] });
        Requirements.Python();
        var start = new System.Diagnostics.ProcessStartInfo("python3", ["-c", "import os\nfor place in ('.', 'tests'):\n    here = os.getcwd()\n    os.chdir(place)\n    for i in range(2500): os.mkdir('d'); os.chdir('d')\n    os.chdir(here)"]) { WorkingDirectory = copy.Root };
        using (var make = System.Diagnostics.Process.Start(start)) await make!.WaitForExitAsync();
        Directory.Exists(_folder.At("copy/tests/d")).Should().BeTrue();

        ProtectedFiles.PutBack(_folder.At("project"), copy, default).Should().Equal("tests/d");

        Directory.Exists(_folder.At("copy/tests/d")).Should().BeFalse();
        copy.Files.Remove("d");
        Directory.Exists(_folder.At("copy/d")).Should().BeFalse();
    }

    private byte[] Bytes(string path) => Encoding.UTF8.GetBytes(_folder.At(path) + "\0");

    [DllImport("libc", EntryPoint = "renameat2", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Exchange(int folder, byte[] path, int otherFolder, byte[] otherPath, uint flags);
}

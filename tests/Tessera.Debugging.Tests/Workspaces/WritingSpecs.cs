using Tessera.Debugging.Workspaces;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Workspaces;

namespace Tessera.Debugging.Tests.Workspaces;

/// <summary>Files are written whole, and states come back byte for byte.</summary>
public sealed class WritingSpecs : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FolderWorkspace _workspace;

    public WritingSpecs()
    {
        _folder.Write("project/main.py", "one\n");
        _workspace = new FolderWorkspace(_folder.At("project"));
    }

    public async ValueTask DisposeAsync()
    {
        await _workspace.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_reader_never_sees_half_a_file()
    {
        var path = _workspace.Resolve("big.bin");
        await _workspace.WriteAsync(path, Filled(0), default);
        using var done = new CancellationTokenSource();
        var writing = Task.Run(async () =>
        {
            for (byte i = 1; i <= 60; i++) await _workspace.WriteAsync(path, Filled(i), default);
            await done.CancelAsync();
        });
        while (!done.IsCancellationRequested)
        {
            var seen = await File.ReadAllBytesAsync(path.Absolute);
            (seen.Length, seen.Distinct().Count()).Should().Be((1_000_000, 1));
        }

        await writing;
        Directory.GetFiles(_folder.At("project")).Should().HaveCount(2, "nothing is left lying about");

        static byte[] Filled(byte value) => [.. Enumerable.Repeat(value, 1_000_000)];
    }

    [Fact]
    public async Task A_cancelled_write_leaves_the_file_as_it_was()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await FluentActions.Awaiting(() => _workspace.WriteAsync(_workspace.Resolve("main.py"), "two"u8.ToArray(), cancelled.Token).AsTask()).Should().ThrowAsync<OperationCanceledException>();
        (await File.ReadAllTextAsync(_folder.At("project/main.py"))).Should().Be("one\n");
        Directory.GetFiles(_folder.At("project")).Should().ContainSingle();
    }

    [Fact]
    public async Task The_mode_of_a_script_is_kept()
    {
        Requirements.Unix();
        if (OperatingSystem.IsWindows()) return;
        File.SetUnixFileMode(_folder.At("project/main.py"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await _workspace.WriteAsync(_workspace.Resolve("main.py"), "two"u8.ToArray(), default);
        File.GetUnixFileMode(_folder.At("project/main.py")).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [Fact]
    public async Task A_new_file_brings_its_folders()
    {
        await _workspace.WriteAsync(_workspace.Resolve("a/b/c.txt"), "c"u8.ToArray(), default);
        (await File.ReadAllTextAsync(_folder.At("project/a/b/c.txt"))).Should().Be("c");
        await FluentActions.Awaiting(() => _workspace.WriteAsync(_workspace.Resolve("a/b"), "c"u8.ToArray(), default).AsTask()).Should().ThrowAsync<WorkspaceException>();
    }

    [Fact]
    public async Task A_snapshot_comes_back_byte_for_byte()
    {
        _folder.Write("project/kept/data.bin", "\0\u00ff");
        Directory.CreateDirectory(_folder.At("project/empty"));
        var snapshot = await _workspace.SnapshotAsync(default);
        await File.WriteAllTextAsync(_folder.At("project/main.py"), "other\n");
        File.Delete(_folder.At("project/kept/data.bin"));
        Directory.Delete(_folder.At("project/empty"));
        _folder.Write("project/added/by/a/program.txt", "x");

        var differing = await _workspace.RestoreAsync(snapshot, default);

        differing.Select(path => path.Relative).Should().Contain(["main.py", "kept/data.bin", "empty", "added/by/a/program.txt"]);
        (await File.ReadAllTextAsync(_folder.At("project/main.py"))).Should().Be("one\n");
        (await File.ReadAllTextAsync(_folder.At("project/kept/data.bin"))).Should().Be("\0\u00ff");
        Directory.Exists(_folder.At("project/empty")).Should().BeTrue();
        Directory.Exists(_folder.At("project/added")).Should().BeFalse();
        (await _workspace.RestoreAsync(snapshot, default)).Should().BeEmpty("a state can be restored as often as needed");
    }

    [Fact]
    public async Task A_snapshot_that_was_never_taken_is_named() =>
        (await FluentActions.Awaiting(() => _workspace.RestoreAsync("7", default).AsTask()).Should().ThrowAsync<WorkspaceException>()).Which.Message.Should().Contain("`7`");

    [Fact]
    public async Task A_copy_leaves_the_original_alone_even_from_inside_it()
    {
        await using var copy = FolderWorkspace.CopyOf(_folder.At("project"), _folder.At("project/runs/1/project"));
        await copy.WriteAsync(copy.Resolve("main.py"), "two"u8.ToArray(), default);
        (await File.ReadAllTextAsync(_folder.At("project/main.py"))).Should().Be("one\n");
        Directory.EnumerateFileSystemEntries(copy.Root).Should().OnlyContain(entry => Path.GetFileName(entry) == "main.py" || Path.GetFileName(entry) == "runs");
    }

    [Fact]
    public void A_folder_that_does_not_exist_is_said() =>
        FluentActions.Invoking(() => new FolderWorkspace(_folder.At("nothing"))).Should().Throw<TesseraException>().Which.Diagnostics.Should().ContainSingle(fault => fault.Id == "TESS4101");

    [Fact]
    public void A_target_that_holds_something_is_refused() =>
        FluentActions.Invoking(() => FolderWorkspace.CopyOf(_folder.At("project"), _folder.Root)).Should().Throw<TesseraException>().Which.Diagnostics.Should().ContainSingle(fault => fault.Id == "TESS4102");
}

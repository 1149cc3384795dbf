using System.Diagnostics;
using Tessera.Debugging.Workspaces;
using Tessera.Sdk.Workspaces;

namespace Tessera.Debugging.Tests.Workspaces;

/// <summary>States of a project are kept and brought back whatever programs did to it.</summary>
public sealed class SnapshotSpecs : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FolderWorkspace _workspace;

    public SnapshotSpecs()
    {
        _folder.Write("main.py", "one\n");
        _workspace = new FolderWorkspace(_folder.Root);
    }

    public async ValueTask DisposeAsync()
    {
        await _workspace.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task One_that_failed_does_not_block_the_next()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await FluentActions.Awaiting(() => _workspace.SnapshotAsync(cancelled.Token).AsTask()).Should().ThrowAsync<OperationCanceledException>();
        var locked = _folder.Write("sub/locked.py", "x");
        if (!OperatingSystem.IsWindows() && Environment.UserName != "root")
        {
            File.SetUnixFileMode(locked, UnixFileMode.None);
            await FluentActions.Awaiting(() => _workspace.SnapshotAsync(default).AsTask()).Should().ThrowAsync<WorkspaceException>();
            File.SetUnixFileMode(locked, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        var snapshot = await _workspace.SnapshotAsync(default);
        await File.WriteAllTextAsync(_folder.At("main.py"), "two\n");
        (await _workspace.RestoreAsync(snapshot, default)).Select(path => path.Relative).Should().Equal("main.py");
    }

    [Fact]
    public async Task Many_at_once_have_names_of_their_own()
    {
        var names = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => _workspace.SnapshotAsync(default).AsTask()));
        names.Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task A_pipe_where_a_file_belongs_is_replaced()
    {
        Requirements.Linux();
        Requirements.Program("mkfifo");
        var snapshot = await _workspace.SnapshotAsync(default);
        File.Delete(_folder.At("main.py"));
        using (var make = Process.Start("mkfifo", [_folder.At("main.py"), _folder.At("added")])) await make.WaitForExitAsync();
        await _workspace.RestoreAsync(snapshot, default).AsTask().WaitAsync(TimeSpan.FromSeconds(20));
        (await File.ReadAllTextAsync(_folder.At("main.py"))).Should().Be("one\n");
        File.Exists(_folder.At("added")).Should().BeFalse();
    }

    [Fact]
    public async Task A_write_in_place_that_hides_its_time_is_found()
    {
        await _workspace.SnapshotAsync(default);
        await Task.Delay(200);
        var snapshot = await _workspace.SnapshotAsync(default);
        var time = File.GetLastWriteTimeUtc(_folder.At("main.py"));
        using (var file = new FileStream(_folder.At("main.py"), FileMode.Open)) file.Write("two\n"u8);
        File.SetLastWriteTimeUtc(_folder.At("main.py"), time);
        var changed = await _workspace.SnapshotAsync(default);
        (await _workspace.RestoreAsync(snapshot, default)).Should().ContainSingle();
        (await File.ReadAllTextAsync(_folder.At("main.py"))).Should().Be("one\n");
        await _workspace.RestoreAsync(changed, default);
        (await File.ReadAllTextAsync(_folder.At("main.py"))).Should().Be("two\n");
    }

    [Fact]
    public async Task Kinds_modes_and_links_come_back()
    {
        Requirements.Unix();
        if (OperatingSystem.IsWindows()) return;
        _folder.Write("folder/inner.txt", "x");
        _folder.Write("plain.txt", "y");
        File.CreateSymbolicLink(_folder.At("link"), "main.py");
        File.SetUnixFileMode(_folder.At("main.py"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var snapshot = await _workspace.SnapshotAsync(default);
        Directory.Delete(_folder.At("folder"), recursive: true);
        _folder.Write("folder", "now a file");
        File.Delete(_folder.At("plain.txt"));
        _folder.Write("plain.txt/now/a/folder", "z");
        File.Delete(_folder.At("link"));
        File.SetUnixFileMode(_folder.At("main.py"), UnixFileMode.UserRead | UnixFileMode.UserWrite);

        await _workspace.RestoreAsync(snapshot, default);

        File.ReadAllText(_folder.At("folder/inner.txt")).Should().Be("x");
        File.ReadAllText(_folder.At("plain.txt")).Should().Be("y");
        new FileInfo(_folder.At("link")).LinkTarget.Should().Be("main.py");
        File.GetUnixFileMode(_folder.At("main.py")).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserExecute);
        (await _workspace.RestoreAsync(snapshot, default)).Should().BeEmpty();
    }

    [Fact]
    public async Task A_thousand_files_that_did_not_change_are_kept_and_restored_at_once()
    {
        Requirements.Linux();
        for (var i = 0; i < 1000; i++) _folder.Write($"part{i / 50}/file{i}.py", $"x = {i}\n");
        await _workspace.SnapshotAsync(default);
        await Task.Delay(200);
        var snapshot = await _workspace.SnapshotAsync(default);
        var best = TimeSpan.MaxValue;
        for (var i = 0; i < 10; i++)
        {
            var clock = Stopwatch.StartNew();
            snapshot = await _workspace.SnapshotAsync(default);
            (await _workspace.RestoreAsync(snapshot, default)).Should().BeEmpty();
            if (clock.Elapsed < best) best = clock.Elapsed;
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"snapshot and restore of 1000 files: {best.TotalMilliseconds} ms");
        best.Should().BeLessThan(TimeSpan.FromMilliseconds(100), "no file is read again");
    }
}

using System.Runtime.InteropServices;
using System.Text;

namespace Tessera.Tools.Tests.Hostile;

/// <summary>A program that puts one thing in another's place and back again, as fast as it can, until it is stopped.</summary>
internal sealed class Swapping : IAsyncDisposable
{
    private const int CurrentFolder = -100;
    private const uint AtOnce = 2;

    private readonly CancellationTokenSource _done = new();
    private readonly Task _swapping;
    private long _swaps;

    public Swapping(string one, string other)
    {
        var (left, right) = (Encoding.UTF8.GetBytes(one + "\0"), Encoding.UTF8.GetBytes(other + "\0"));
        _swapping = Task.Factory.StartNew(
            () =>
            {
                for (; !_done.IsCancellationRequested; Interlocked.Increment(ref _swaps)) _ = Exchange(CurrentFolder, left, CurrentFolder, right, AtOnce);
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    public async ValueTask DisposeAsync()
    {
        await _done.CancelAsync();
        await _swapping;
        _done.Dispose();
        _swaps.Should().BeGreaterThan(100, "there was something to be met");
    }

    [DllImport("libc", EntryPoint = "renameat2", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Exchange(int folder, byte[] path, int otherFolder, byte[] otherPath, uint flags);
}

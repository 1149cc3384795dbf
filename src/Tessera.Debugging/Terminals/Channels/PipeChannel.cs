using Microsoft.Win32.SafeHandles;

namespace Tessera.Debugging.Terminals.Channels;

/// <summary>What a program writes to its named pipe. It ends when no process holds the pipe any more, or when the program has ended.</summary>
/// <param name="pipe">The pipe.</param>
/// <param name="folder">The folder that holds it, which is removed with the stream.</param>
/// <param name="completion">Ends when the program has ended.</param>
internal sealed class PipeChannel(SafeFileHandle pipe, string folder, Task completion) : Stream
{
    // How long it takes at most until a reader notices that it was given up, or that nobody will ever write.
    private const int Glance = 50;

    private readonly FileStream _stream = new(pipe, FileAccess.Read, bufferSize: 0);
    private volatile bool _closed;

    public override bool CanRead => !_closed;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(
        Task.Factory.StartNew(() => Read(buffer.Span, cancellationToken), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count), CancellationToken.None);

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_closed)
        {
            _closed = true;
            _stream.Dispose();
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }

        base.Dispose(disposing);
    }

    private int Read(Span<byte> buffer, CancellationToken cancellationToken)
    {
        while (!_closed)
        {
            var hasEnded = completion.IsCompleted;
            if (PipeState.IsReadable(pipe, hasEnded ? 0 : Glance)) return ReadNow(buffer);
            if (hasEnded) return 0;
            cancellationToken.ThrowIfCancellationRequested();
        }

        return 0;
    }

    private int ReadNow(Span<byte> buffer)
    {
        try
        {
            return _stream.Read(buffer);
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException)
        {
            return 0;
        }
    }
}

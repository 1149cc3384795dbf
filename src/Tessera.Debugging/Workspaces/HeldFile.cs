using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Tessera.Debugging.Workspaces;

/// <summary>Linux: an opened file, read by the fewest calls. It is read where it is asked for: what is read is mostly in memory, and to wait for another thread takes longer.</summary>
/// <param name="file">The file.</param>
/// <param name="length">Its length when it was opened; what it has grown by since is read, too.</param>
internal sealed class HeldFile(SafeFileHandle file, long length) : Stream
{
    private const int Interrupted = 4;

    public override bool CanRead => !file.IsClosed;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position { get; set; }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty) return 0;
        while (true)
        {
            var read = (int)ReadAt(file, ref MemoryMarshal.GetReference(buffer), (nuint)buffer.Length, Position);
            if (read >= 0)
            {
                Position += read;
                return read;
            }

            if (Marshal.GetLastPInvokeError() is not Interrupted and var error) throw new IOException(Marshal.GetPInvokeErrorMessage(error));
        }
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled<int>(cancellationToken);
        try
        {
            return ValueTask.FromResult(Read(buffer.Span));
        }
        catch (Exception refused) when (refused is IOException or ObjectDisposedException)
        {
            return ValueTask.FromException<int>(refused);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => Position = offset + origin switch { SeekOrigin.Begin => 0, SeekOrigin.Current => Position, _ => length };

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) file.Dispose();
        base.Dispose(disposing);
    }

    [DllImport("libc", EntryPoint = "pread", ExactSpelling = true, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint ReadAt(SafeFileHandle file, ref byte buffer, nuint count, long offset);
}

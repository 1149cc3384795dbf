using System.Text;

namespace Tessera.Cli.Output;

/// <summary>Standard error for a command that goes on when nobody listens there: what cannot be written is dropped, and the exit code says how it ended.</summary>
internal sealed class ForgivingErrors(Stream errors) : Stream
{
    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public static void Install() =>
        Console.SetError(new StreamWriter(new ForgivingErrors(Console.OpenStandardError()), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true });

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            errors.Write(buffer);
        }
        catch (Exception lost) when (lost is IOException or UnauthorizedAccessException)
        {
            // There is nowhere left to say so.
        }
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}

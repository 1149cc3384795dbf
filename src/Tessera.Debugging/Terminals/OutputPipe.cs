using System.IO.Pipes;
using System.Text;

namespace Tessera.Debugging.Terminals;

/// <summary>One of a program's output streams, decoded as it comes.</summary>
/// <remarks>
/// On Unix its reader waits for data without taking any, and takes it under the lock. So who holds the lock and finds the
/// pipe empty knows that nothing is on its way, and has every byte that the program wrote before.
/// </remarks>
/// <param name="stream">The stream.</param>
/// <param name="order">Keeps the program's streams in order of arrival.</param>
/// <param name="keep">Is given the text.</param>
internal sealed class OutputPipe(Stream stream, Lock order, OutputPipe.Keeping keep)
{
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private readonly byte[] _bytes = new byte[16384];
    private readonly char[] _letters = new char[Encoding.UTF8.GetMaxCharCount(16384)];
    private volatile bool _hasEnded;

    public delegate void Keeping(ReadOnlySpan<char> text);

    /// <summary>Reads until the last holder of the stream has closed it, or until it is given up.</summary>
    public Task ReadToEndAsync() => OperatingSystem.IsWindows() || stream is not PipeStream
        ? ReadAsync()
        : Task.Factory.StartNew(ReadWaiting, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>Takes what is in the pipe now.</summary>
    public void ReadWhatIsThere()
    {
        if (OperatingSystem.IsWindows()) return;
        lock (order)
        {
            while (!_hasEnded && PipeState.IsReadable(stream, 0)) ReadOnce();
        }
    }

    /// <summary>Has the reader stop although the stream is still open.</summary>
    public void GiveUp() => _hasEnded = true;

    private void ReadWaiting()
    {
        while (!_hasEnded)
        {
            // Now and then it looks whether it was given up.
            if (!PipeState.IsReadable(stream, milliseconds: 1000)) continue;
            lock (order)
            {
                if (!_hasEnded && PipeState.IsReadable(stream, 0)) ReadOnce();
            }
        }
    }

    private void ReadOnce()
    {
        try
        {
            Take(stream.Read(_bytes));
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException)
        {
            _hasEnded = true;
        }
    }

    private async Task ReadAsync()
    {
        try
        {
            while (!_hasEnded)
            {
                var read = await stream.ReadAsync(_bytes).ConfigureAwait(false);
                lock (order) Take(read);
            }
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException)
        {
            _hasEnded = true;
        }
    }

    private void Take(int read)
    {
        var count = _decoder.GetChars(_bytes, 0, read, _letters, 0, flush: read == 0);
        keep(_letters.AsSpan(0, count));
        _hasEnded |= read == 0;
    }
}

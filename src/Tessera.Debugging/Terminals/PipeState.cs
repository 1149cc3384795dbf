using System.IO.Pipes;
using System.Runtime.InteropServices;

namespace Tessera.Debugging.Terminals;

/// <summary>Asks the system whether a pipe has something to read, without reading.</summary>
internal static class PipeState
{
    private const short Readable = 1;

    /// <summary>Whether reading would not wait: there is data, or the end.</summary>
    /// <param name="stream">The pipe.</param>
    /// <param name="milliseconds">How long to wait for it.</param>
    public static bool IsReadable(Stream stream, int milliseconds) => IsReadable(((PipeStream)stream).SafePipeHandle, milliseconds);

    /// <summary>Whether reading would not wait: there is data, or the end.</summary>
    /// <param name="handle">The pipe.</param>
    /// <param name="milliseconds">How long to wait for it.</param>
    public static bool IsReadable(SafeHandle handle, int milliseconds)
    {
        var held = false;
        try
        {
            // The number must not be given to another file meanwhile.
            handle.DangerousAddRef(ref held);
            var asked = new Asked { File = (int)handle.DangerousGetHandle(), Events = Readable };
            return Poll(ref asked, 1, milliseconds) > 0;
        }
        catch (ObjectDisposedException)
        {
            // Reading says so.
            return true;
        }
        finally
        {
            if (held) handle.DangerousRelease();
        }
    }

    [DllImport("libc", EntryPoint = "poll", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Poll(ref Asked asked, nuint count, int milliseconds);

    [StructLayout(LayoutKind.Sequential)]
    private struct Asked
    {
        public int File;
        public short Events;
        public short Returned;
    }
}

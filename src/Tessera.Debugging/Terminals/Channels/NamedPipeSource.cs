using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Tessera.Sdk.Terminals;

namespace Tessera.Debugging.Terminals.Channels;

/// <summary>A named pipe in a folder of the user's own.</summary>
internal sealed class NamedPipeSource : IChannelSource
{
    private const int OwnerOnly = 0x180;
    private const int ReadOnly = 0;

    // Opening must not wait for the writer.
    private static readonly int _nonBlocking = OperatingSystem.IsLinux() ? 0x800 : 0x4;

    private readonly SafeFileHandle _pipe;
    private bool _accepted;

    private NamedPipeSource(string folder, string path, SafeFileHandle pipe) => (Folder, Path, _pipe) = (folder, path, pipe);

    public string Folder { get; }

    private string Path { get; }

    public static NamedPipeSource Create()
    {
        if (OperatingSystem.IsWindows()) throw new PlatformNotSupportedException("There are no named pipes in folders on Windows.");
        var folder = Directory.CreateTempSubdirectory("tessera-").FullName;
        var path = System.IO.Path.Join(folder, "channel");
        try
        {
            var name = Encoding.UTF8.GetBytes(path + "\0");
            if (MakePipe(name, OwnerOnly) != 0) throw new Win32Exception(Marshal.GetLastPInvokeError());
            var handle = Open(name, ReadOnly | _nonBlocking);
            if (handle < 0) throw new Win32Exception(Marshal.GetLastPInvokeError());
            return new NamedPipeSource(folder, path, new SafeFileHandle(handle, ownsHandle: true));
        }
        catch
        {
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    public void Announce(Dictionary<string, string> environment) => environment[TerminalCommand.ChannelVariable] = "pipe:" + Path;

    public Task<Stream> AcceptAsync(Task completion, CancellationToken cancellationToken)
    {
        _accepted = true;
        return Task.FromResult<Stream>(new PipeChannel(_pipe, Folder, completion));
    }

    /// <summary>Does nothing: whoever accepts a pipe does not wait.</summary>
    public void Knock()
    {
    }

    /// <summary>Removes the pipe, unless it was accepted: then it belongs to the stream.</summary>
    public void Dispose()
    {
        if (_accepted) return;
        _pipe.Dispose();
        if (Directory.Exists(Folder)) Directory.Delete(Folder, recursive: true);
    }

    [DllImport("libc", EntryPoint = "mkfifo", ExactSpelling = true, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int MakePipe(byte[] path, uint mode);

    [DllImport("libc", EntryPoint = "open", ExactSpelling = true, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open(byte[] path, int flags);
}

using System.Buffers.Text;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Tessera.Debugging.Terminals;

/// <summary>Linux: what <c>/proc</c> tells of the system's processes.</summary>
/// <remarks>
/// Read by the system's own calls: all processes are looked at whenever a program ends, and .NET's files would take several times as long,
/// longest for those that may not be read, each of which would be an exception.
/// </remarks>
internal sealed class ProcessFiles
{
    // For reading only, and closed where another program is started: the same on all of Linux's architectures.
    private const int ReadAndCloseOnExecute = 0x80000;

    private byte[] _content = new byte[8192];

    /// <summary>The numbers of all processes.</summary>
    public static IEnumerable<int> All()
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var id)) yield return id;
        }
    }

    /// <summary>Whether a text stands among a process's variables; false where it has ended or may not be read.</summary>
    public bool EnvironmentHolds(int process, ReadOnlySpan<byte> text) => Read(process, "environ").IndexOf(text) >= 0;

    /// <summary>The number of a process's parent; 0 where it has none or has ended.</summary>
    public int ParentOf(int process)
    {
        // 123 (name) S 1 ...: the name may hold anything.
        var status = Read(process, "stat");
        var name = status.LastIndexOf(") "u8);
        return name >= 0 && status.Length > name + 4 && Utf8Parser.TryParse(status[(name + 4)..], out int parent, out _) ? parent : 0;
    }

    private ReadOnlySpan<byte> Read(int process, string name)
    {
        var file = Open(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/{name}\0")), ReadAndCloseOnExecute);
        if (file < 0) return default;
        try
        {
            var length = 0;
            while (Read(file, ref _content[length], (nuint)(_content.Length - length)) is > 0 and var read)
            {
                length += (int)read;
                if (length == _content.Length) Array.Resize(ref _content, 2 * length);
            }

            return _content.AsSpan(0, length);
        }
        finally
        {
            _ = Close(file);
        }
    }

    [DllImport("libc", EntryPoint = "open", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "read", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint Read(int file, ref byte content, nuint count);

    [DllImport("libc", EntryPoint = "close", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int file);
}

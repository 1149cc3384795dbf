using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Tessera.Debugging.Workspaces;

/// <summary>What is in a held folder of Linux. .NET's listing has lost the names that are no UTF-8, and asks for more than is needed.</summary>
internal static class LinuxFolder
{
    // Room for some hundred names at a time.
    private const int Room = 32 << 10;

    // Newer architectures share their numbers.
    private static readonly long _getEntries = RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 or Architecture.Arm => 217,
        Architecture.X86 or Architecture.S390x => 220,
        Architecture.Ppc64le => 202,
        _ => 61,
    };

    /// <summary>The names, in no order.</summary>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    public static List<string> Names(SafeFileHandle folder)
    {
        var names = new List<string>();
        Read(folder, (_, name) => names.Add(LinuxNames.Decode(name[..^1])));
        return names;
    }

    /// <summary>The names and what stands there, in no order. What is gone meanwhile is nothing.</summary>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    public static List<(string Name, FileStatus Status)> Entries(SafeFileHandle folder)
    {
        var entries = new List<(string, FileStatus)>();
        Read(folder, (held, name) => entries.Add((LinuxNames.Decode(name[..^1]), LinuxCalls.StatusOf(held, name))));
        return entries;
    }

    private delegate void Taking(SafeFileHandle folder, ReadOnlySpan<byte> endedName);

    // A record: number (8), offset (8), length (2), kind (1), name, NUL. Source: getdents64(2).
    private static void Read(SafeFileHandle folder, Taking take)
    {
        using var opened = LinuxCalls.OpenFolder(folder);
        if (opened.IsInvalid) throw HeldFolderFiles.Change(".");
        var buffer = ArrayPool<byte>.Shared.Rent(Room);
        try
        {
            while (true)
            {
                var count = (int)GetEntries(_getEntries, opened, ref buffer[0], Room);
                if (count < 0) throw HeldFolderFiles.Change(".");
                if (count == 0) return;
                for (var at = 0; at < count;)
                {
                    var length = BinaryPrimitives.ReadUInt16LittleEndian(buffer.AsSpan(at + 16));
                    var name = buffer.AsSpan(at + 19, length - 19);
                    name = name[..(name.IndexOf((byte)0) + 1)];
                    if (name is not ([(byte)'.', 0] or [(byte)'.', (byte)'.', 0])) take(opened, name);
                    at += length;
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    [DllImport("libc", EntryPoint = "syscall", ExactSpelling = true, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern long GetEntries(long number, SafeFileHandle folder, ref byte entries, nuint room);
}

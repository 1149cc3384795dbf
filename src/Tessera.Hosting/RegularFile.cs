using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Tessera.Hosting;

/// <summary>Opens files, and nothing that only looks like one: to open a named pipe may take for ever, and a device may never end.</summary>
public static class RegularFile
{
    private const int CurrentFolder = -100;
    private const int TypeOnly = 1;
    private const int ModeOffset = 28;
    private const int TypeBits = 0xF000;
    private const int RegularType = 0x8000;
    private const int FolderType = 0x4000;

    /// <summary>Opens a file for reading.</summary>
    /// <param name="path">The file; links are followed.</param>
    /// <returns>The file.</returns>
    /// <exception cref="IOException">It does not exist, cannot be read, or is a folder, a pipe, a socket or a device.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static FileStream OpenRead(string path) => new(OpenHandle(path), FileAccess.Read);

    /// <summary>Opens a file for reading, with nothing kept in between.</summary>
    /// <param name="path">The file; links are followed.</param>
    /// <returns>The file.</returns>
    /// <exception cref="IOException">It does not exist, cannot be read, or is a folder, a pipe, a socket or a device.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static SafeFileHandle OpenHandle(string path)
    {
        if (Directory.Exists(path)) throw new IOException($"'{path}' is a folder.");
        return IsSpecial(path) ? throw new IOException($"'{path}' is a pipe, a socket or a device, and no file.") : File.OpenHandle(path);
    }

    /// <summary>Reads a file that may come from anyone.</summary>
    /// <param name="path">The file; links are followed.</param>
    /// <param name="mostBytes">How large it may be.</param>
    /// <returns>Its bytes; null when it is larger.</returns>
    /// <exception cref="IOException">It does not exist, cannot be read, or is a folder, a pipe, a socket or a device.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static byte[]? ReadAtMost(string path, int mostBytes)
    {
        // The length that the system reports is not to be trusted: it may change meanwhile.
        using var stream = OpenRead(path);
        var bytes = new byte[mostBytes + 1];
        var count = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return count > mostBytes ? null : bytes[..count];
    }

    /// <summary>Whether a path leads to something that is neither a file nor a folder.</summary>
    /// <param name="path">The path; links are followed.</param>
    /// <returns>Whether it does, as far as the system tells.</returns>
    public static bool IsSpecial(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        // .NET does not tell a named pipe from a file. statx has the same layout on all of Linux's architectures.
        if (!OperatingSystem.IsLinux()) return false;
        var status = new byte[256];
        return StatX(CurrentFolder, Encoding.UTF8.GetBytes(path + "\0"), 0, TypeOnly, status) == 0
            && (BinaryPrimitives.ReadUInt16LittleEndian(status.AsSpan(ModeOffset)) & TypeBits) is not (RegularType or FolderType);
    }

    [DllImport("libc", EntryPoint = "statx", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int StatX(int folder, byte[] path, int flags, uint mask, byte[] status);
}

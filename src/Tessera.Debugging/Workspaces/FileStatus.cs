using System.Buffers.Binary;

namespace Tessera.Debugging.Workspaces;

/// <summary>What stands at a place, a link not being followed.</summary>
/// <param name="Kind">File, folder, link or something special; nothing by default.</param>
/// <param name="Length">A file's length in bytes.</param>
/// <param name="Mode">Unix: the permissions.</param>
/// <param name="Stamp">What changes with each write to the file, however it is done; null where the system tells no such thing.</param>
internal readonly record struct FileStatus(FileKind Kind, long Length, UnixFileMode Mode, FileStamp? Stamp)
{
    private const int TypeBits = 0xF000;

    /// <summary>What stands at a path, by what .NET tells on all systems.</summary>
    public static FileStatus Of(string path)
    {
        var kind = FileKinds.Of(path);
        if (kind == FileKind.Nothing) return default;
        var mode = OperatingSystem.IsWindows() || kind == FileKind.Link ? UnixFileMode.None : File.GetUnixFileMode(path);
        return new FileStatus(kind, kind == FileKind.File ? new FileInfo(path).Length : 0, mode, null);
    }

    // statx has the same layout on all of Linux's architectures.
    public static FileStatus Read(ReadOnlySpan<byte> status)
    {
        var mode = BinaryPrimitives.ReadUInt16LittleEndian(status[28..]);
        var kind = (mode & TypeBits) switch { 0x8000 => FileKind.File, 0x4000 => FileKind.Folder, 0xA000 => FileKind.Link, _ => FileKind.Special };
        var length = BinaryPrimitives.ReadInt64LittleEndian(status[40..]);
        var stamp = new FileStamp(
            length, BinaryPrimitives.ReadUInt64LittleEndian(status[32..]), BinaryPrimitives.ReadUInt64LittleEndian(status[136..]), Time(status[112..]), Time(status[96..]));
        return new FileStatus(kind, kind == FileKind.File ? length : 0, (UnixFileMode)(mode & 0xFFF), stamp);
    }

    private static long Time(ReadOnlySpan<byte> time) =>
        BinaryPrimitives.ReadInt64LittleEndian(time) * 1_000_000_000 + BinaryPrimitives.ReadUInt32LittleEndian(time[8..]);
}

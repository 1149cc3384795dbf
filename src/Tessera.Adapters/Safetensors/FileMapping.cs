using System.IO.MemoryMappedFiles;
using Microsoft.Win32.SafeHandles;

namespace Tessera.Adapters.Safetensors;

/// <summary>A file's pages in memory, read from the disk when they are first touched and shared with everyone who maps the same file.</summary>
internal sealed unsafe class FileMapping : IDisposable
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _begin;

    /// <param name="file">The file.</param>
    /// <param name="length">How long it is.</param>
    public FileMapping(SafeFileHandle file, long length)
    {
        Length = length;
        _file = MemoryMappedFile.CreateFromFile(file, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        _view = _file.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read);
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _begin);
        _begin += _view.PointerOffset;
    }

    /// <summary>How long the file was when it was mapped; there is nothing to touch behind it.</summary>
    public long Length { get; }

    /// <summary>Part of the file, within <see cref="Length"/>.</summary>
    public ReadOnlySpan<byte> Read(long offset, int length) => new(_begin + offset, length);

    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }
}

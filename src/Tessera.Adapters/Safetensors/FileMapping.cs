using System.IO.MemoryMappedFiles;
using Microsoft.Win32.SafeHandles;

namespace Tessera.Adapters.Safetensors;

/// <summary>
/// A file's pages in memory, read from the disk when they are first touched. Whoever writes to them writes to a copy of its own. The
/// mapping lasts until the file and all tensors that lie on it are disposed of.
/// </summary>
internal sealed unsafe class FileMapping
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _begin;
    private int _users = 1;

    public FileMapping(SafeFileHandle file)
    {
        _file = MemoryMappedFile.CreateFromFile(file, null, 0, MemoryMappedFileAccess.CopyOnWrite, HandleInheritability.None, leaveOpen: true);
        _view = _file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.CopyOnWrite);
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _begin);
        _begin += _view.PointerOffset;
    }

    /// <summary>The place of a byte of the file.</summary>
    public byte* At(long offset) => _begin + offset;

    public void Retain() => Interlocked.Increment(ref _users);

    public void Release()
    {
        if (Interlocked.Decrement(ref _users) > 0) return;
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }
}

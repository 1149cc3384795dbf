using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;
using Tessera.Sdk.Diagnostics;
using TorchSharp;

namespace Tessera.Adapters.Safetensors;

/// <summary>
/// A safetensors file, which may come from anyone: its header is checked whole before a byte of data is read. It is mapped into memory, and
/// a tensor is copied from there when it is asked for.
/// </summary>
/// <remarks>While it is open, a file may be replaced or deleted, but not be cut off in place. <see cref="SafetensorsWriter"/> replaces.</remarks>
public sealed class SafetensorsFile : IDisposable
{
    private readonly SafeFileHandle _file;
    private readonly Dictionary<string, SafetensorsEntry> _entries;
    private readonly string _path;
    private readonly Lock _mapping = new();
    private FileMapping? _pages;

    private SafetensorsFile(string path, SafeFileHandle file, SafetensorsHeader header)
    {
        (_path, _file, Metadata) = (path, file, header.Metadata);
        _entries = header.Entries.ToDictionary(entry => entry.Name, StringComparer.Ordinal);
        Names = [.. _entries.Keys.Order(StringComparer.Ordinal)];
    }

    /// <summary>The names of the tensors, sorted (ordinal).</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The file's own remarks.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Opens a file and checks its header.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The file, which the caller disposes of.</returns>
    /// <exception cref="TesseraException">The file cannot be read (TESS5001), or is no well-formed safetensors file (TESS5002).</exception>
    public static SafetensorsFile Open(string path)
    {
        try
        {
            var file = File.OpenHandle(path);
            try
            {
                return new SafetensorsFile(path, file, SafetensorsHeader.Read(file, path));
            }
            catch
            {
                file.Dispose();
                throw;
            }
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw Unreadable(path, unreadable);
        }
    }

    /// <summary>Whether the file has a tensor.</summary>
    /// <param name="name">The tensor's name.</param>
    /// <returns>Whether it is there.</returns>
    public bool Has(string name) => _entries.ContainsKey(name);

    /// <summary>The shape of a tensor.</summary>
    /// <param name="name">The tensor's name.</param>
    /// <returns>The shape.</returns>
    /// <exception cref="TesseraException">There is no such tensor (TESS5003).</exception>
    public IReadOnlyList<long> ShapeOf(string name) => Find(name).Shape;

    /// <summary>Reads a tensor.</summary>
    /// <param name="name">The tensor's name.</param>
    /// <returns>A new tensor, which the caller disposes of, if need be after the file.</returns>
    /// <exception cref="TesseraException">
    /// There is no such tensor (TESS5003), it is larger than 2 GiB or of a type that is not understood (TESS5004), the file ends too
    /// early (TESS5002), or it can no longer be read (TESS5001).
    /// </exception>
    public torch.Tensor Read(string name)
    {
        var entry = Find(name);
        if (entry.Type is not { } type) throw Unreadable(name, $"is of type {entry.TypeName}, which is not understood", "Convert it to F32, F16 or BF16.");
        if (entry.End - entry.Begin > int.MaxValue) throw Unreadable(name, $"takes {entry.End - entry.Begin} bytes", "Tensors are read up to 2 GiB; split it.");
        var tensor = torch.empty(entry.Shape, type);
        try
        {
            if (entry.End > entry.Begin) Fill(tensor.bytes, entry);
            return tensor;
        }
        catch
        {
            tensor.Dispose();
            throw;
        }
    }

    /// <summary>The SHA-256 of the whole file as it was opened, whatever has taken its place since.</summary>
    /// <returns>The 32 bytes.</returns>
    /// <exception cref="TesseraException">The file can no longer be read (TESS5001).</exception>
    public byte[] ComputeHash()
    {
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var buffer = new byte[1 << 18];
            int read;
            for (long at = 0; (read = RandomAccess.Read(_file, buffer, at)) > 0; at += read) hash.AppendData(buffer, 0, read);
            return hash.GetHashAndReset();
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(_path, unreadable);
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        lock (_mapping)
        {
            _file.Dispose();
            _pages?.Dispose();
            _pages = null;
        }
    }

    private void Fill(Span<byte> target, SafetensorsEntry entry)
    {
        lock (_mapping)
        {
            ObjectDisposedException.ThrowIf(_file.IsClosed, this);
            try
            {
                // Touching a page behind the end of a file would end the process.
                var length = RandomAccess.GetLength(_file);
                if (length < entry.End || _pages?.Length < entry.End) throw SafetensorsHeader.Unfit(_path, $"it ends within the tensor '{entry.Name}'");
                _pages ??= new FileMapping(_file, length);
            }
            catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
            {
                throw Unreadable(_path, unreadable);
            }

            _pages.Read(entry.Begin, target.Length).CopyTo(target);
        }
    }

    private static TesseraException Unreadable(string path, Exception reason) =>
        new(Diagnostic.Error("TESS5001", $"The file cannot be read: {reason.Message}", new SourceLocation(path)), reason);

    private TesseraException Unreadable(string name, string reason, string remedy) =>
        new(Diagnostic.Error("TESS5004", $"The tensor '{name}' {reason}.", new SourceLocation(_path), remedy));

    private SafetensorsEntry Find(string name) => _entries.TryGetValue(name, out var entry)
        ? entry
        : throw new TesseraException(Diagnostic.Error("TESS5003", $"There is no tensor '{name}' in the file.", new SourceLocation(_path), NearestName.Suggest(name, Names)));
}

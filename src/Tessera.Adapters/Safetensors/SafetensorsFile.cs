using Microsoft.Win32.SafeHandles;
using Tessera.Sdk.Diagnostics;
using TorchSharp;

namespace Tessera.Adapters.Safetensors;

/// <summary>A safetensors file, which may come from anyone: its header is checked whole before a byte of data is read.</summary>
public sealed class SafetensorsFile : IDisposable
{
    private readonly SafeFileHandle _file;
    private readonly Dictionary<string, SafetensorsEntry> _entries;
    private readonly string _path;

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
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new TesseraException(Diagnostic.Error("TESS5001", $"The file cannot be read: {unreadable.Message}", new SourceLocation(path)), unreadable);
        }
    }

    /// <summary>The shape of a tensor.</summary>
    /// <param name="name">The tensor's name.</param>
    /// <returns>The shape.</returns>
    /// <exception cref="TesseraException">There is no such tensor (TESS5003).</exception>
    public IReadOnlyList<long> ShapeOf(string name) => Find(name).Shape;

    /// <summary>Reads a tensor.</summary>
    /// <param name="name">The tensor's name.</param>
    /// <returns>A new tensor, which the caller disposes of.</returns>
    /// <exception cref="TesseraException">There is no such tensor (TESS5003), or the file ends too early (TESS5002).</exception>
    public torch.Tensor Read(string name)
    {
        var entry = Find(name);
        var tensor = torch.empty(entry.Shape, entry.Type);
        if (entry.End == entry.Begin) return tensor;
        var target = tensor.bytes;
        for (var done = 0; done < target.Length;)
        {
            var read = RandomAccess.Read(_file, target[done..], entry.Begin + done);
            if (read == 0)
            {
                tensor.Dispose();
                throw SafetensorsHeader.Unfit(_path, $"it ends within the tensor '{name}'");
            }

            done += read;
        }

        return tensor;
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _file.Dispose();

    private SafetensorsEntry Find(string name) => _entries.TryGetValue(name, out var entry)
        ? entry
        : throw new TesseraException(Diagnostic.Error("TESS5003", $"There is no tensor '{name}' in the file.", new SourceLocation(_path), NearestName.Suggest(name, Names)));
}

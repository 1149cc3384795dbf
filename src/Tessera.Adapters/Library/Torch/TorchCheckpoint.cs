using System.IO.Compression;
using Tessera.Sdk.Diagnostics;
using TorchSharp;

namespace Tessera.Adapters.Library.Torch;

/// <summary>
/// A file of <c>torch.save</c> that holds a dictionary of tensors. It may come from anyone: nothing in it is run, and whatever is not
/// a tensor is refused by name.
/// </summary>
internal sealed class TorchCheckpoint : IDisposable
{
    private const long LargestPickle = 64 << 20;
    private const int MostEntries = 100_000;

    private readonly string _path;
    private readonly ZipArchive _archive;
    private readonly Dictionary<string, ZipArchiveEntry> _entries;
    private readonly string _root;
    private readonly long _length;
    private readonly Dictionary<string, TorchTensor> _tensors;

    private TorchCheckpoint(string path, ZipArchive archive)
    {
        (_path, _archive, _length) = (path, archive, new FileInfo(path).Length);
        if (archive.Entries.Count > MostEntries) throw Unfit($"it has {archive.Entries.Count} entries");
        _entries = archive.Entries.GroupBy(entry => entry.FullName, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Single(), StringComparer.Ordinal);
        var pickle = _entries.Keys.Where(name => name == "data.pkl" || name.EndsWith("/data.pkl", StringComparison.Ordinal)).ToList() is [var one] ? one : throw Unfit("it has not one data.pkl");
        _root = pickle[..^"data.pkl".Length];
        if (_entries.TryGetValue(_root + "byteorder", out var order) && !"little"u8.SequenceEqual(Read(order, 16))) throw Unfit("its byte order is not little");
        _tensors = RestrictedUnpickler.Read(Read(_entries[pickle], LargestPickle)).ToDictionary(pair => pair.Key, pair => pair.Value as TorchTensor ?? throw Unfit($"'{ExpertNames.Visible(pair.Key)}' is no tensor"), StringComparer.Ordinal);
        Names = [.. _tensors.Keys.Order(StringComparer.Ordinal)];
    }

    /// <summary>The names of the tensors, sorted (ordinal).</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Opens a checkpoint.</summary>
    /// <exception cref="TesseraException">The file cannot be read or holds something else than tensors (TESS5310).</exception>
    public static TorchCheckpoint Open(string path)
    {
        ZipArchive? archive = null;
        try
        {
            archive = ZipFile.OpenRead(path);
            return new TorchCheckpoint(path, archive);
        }
        catch (Exception unfit)
        {
            archive?.Dispose();
            if (unfit is PickleException or InvalidDataException or IOException or UnauthorizedAccessException or InvalidOperationException or NotSupportedException or ArgumentException)
                throw Unfit(path, unfit.Message.TrimEnd('.'));
            throw;
        }
    }

    /// <summary>The sizes of a tensor.</summary>
    public IReadOnlyList<long> ShapeOf(string name) => _tensors[name].Shape;

    /// <summary>Reads a tensor.</summary>
    /// <returns>A new tensor, which the caller disposes of.</returns>
    /// <exception cref="TesseraException">Its storage is missing or has another length (TESS5310).</exception>
    public torch.Tensor Read(string name)
    {
        var tensor = _tensors[name];
        var storage = tensor.Storage;
        if (!_entries.TryGetValue($"{_root}data/{storage.Key}", out var entry)) throw Unfit($"the storage of '{name}' is missing");
        if (entry.Length != storage.Count * PickleGlobals.Width(storage.Type)) throw Unfit($"the storage of '{name}' has {entry.Length} bytes for {storage.Count} elements");
        using var scope = torch.NewDisposeScope();
        try
        {
            var whole = torch.empty([storage.Count], storage.Type);
            if (storage.Count > 0) Read(entry, Array.MaxLength).CopyTo(whole.bytes);
            // A copy, so that the tensor does not keep the rest of the storage.
            return whole.as_strided(tensor.Shape, tensor.Strides, tensor.Offset).clone().contiguous().MoveToOuterDisposeScope();
        }
        catch (Exception unfit) when (unfit is InvalidDataException or IOException)
        {
            throw Unfit($"the storage of '{name}' cannot be read: {unfit.Message.TrimEnd('.')}");
        }
    }

    public void Dispose() => _archive.Dispose();

    // What is not compressed cannot be longer than the file.
    private byte[] Read(ZipArchiveEntry entry, long most)
    {
        if (entry.CompressedLength != entry.Length) throw Unfit($"{ExpertNames.Visible(entry.FullName)} is compressed, which torch.save never does");
        if (entry.Length > Math.Min(most, _length)) throw Unfit($"{ExpertNames.Visible(entry.FullName)} has {entry.Length} bytes");
        var bytes = new byte[entry.Length];
        using var stream = entry.Open();
        stream.ReadExactly(bytes);
        return bytes;
    }

    private TesseraException Unfit(string reason) => Unfit(_path, reason);

    private static TesseraException Unfit(string path, string reason) => new(Diagnostic.Error(
        "TESS5310", $"This is no checkpoint of tensors alone: {reason}.", new SourceLocation(path), "Experts are read from files of torch.save that hold a dictionary of tensors; save state_dict(), in the format of torch 1.6 or later."));
}

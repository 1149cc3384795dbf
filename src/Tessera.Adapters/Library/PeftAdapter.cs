using System.Text.Json.Nodes;
using Tessera.Adapters.Safetensors;
using Tessera.Sdk.Diagnostics;
using TorchSharp;

namespace Tessera.Adapters.Library;

/// <summary>An adapter as PEFT stores it, of whatever variant, whole: what is read and written again is the same adapter.</summary>
public sealed class PeftAdapter : IDisposable
{
    private PeftAdapter(JsonObject config, IReadOnlyDictionary<string, torch.Tensor> tensors, IReadOnlyDictionary<string, string> metadata) =>
        (Config, Tensors, Metadata) = (config, tensors, metadata);

    /// <summary>The configuration with all its keys, known or not, in their order.</summary>
    public JsonObject Config { get; }

    /// <summary>All tensors, by the names that PEFT gives them.</summary>
    public IReadOnlyDictionary<string, torch.Tensor> Tensors { get; }

    /// <summary>The remarks of the file of tensors.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Reads an adapter.</summary>
    /// <param name="folder">Its folder.</param>
    /// <returns>The adapter, which the caller disposes of.</returns>
    /// <exception cref="TesseraException">The configuration is none (TESS5010), or the tensors cannot be read (TESS5001, TESS5002, TESS5004).</exception>
    public static PeftAdapter Read(string folder)
    {
        var config = AdapterConfig.Read(Path.Combine(folder, AdapterConfig.FileName));
        using var file = SafetensorsFile.Open(Path.Combine(folder, AdapterTensors.FileName));
        using var scope = torch.NewDisposeScope();
        var tensors = file.Names.ToDictionary(name => name, name => file.Read(name));
        foreach (var tensor in tensors.Values) tensor.MoveToOuterDisposeScope();
        return new PeftAdapter(config.Json, tensors, file.Metadata);
    }

    /// <summary>Writes the adapter.</summary>
    /// <param name="folder">The folder, which is made.</param>
    public void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        AdapterConfig.Write(Path.Combine(folder, AdapterConfig.FileName), Config);
        SafetensorsWriter.Write(Path.Combine(folder, AdapterTensors.FileName), Tensors, Metadata);
    }

    /// <summary>Disposes of the tensors.</summary>
    public void Dispose()
    {
        foreach (var tensor in Tensors.Values) tensor.Dispose();
    }
}

using Tessera.Adapters.Models.Folders;
using Tessera.Sdk.Diagnostics;
using TorchSharp;

namespace Tessera.Adapters.Models;

/// <summary>Reads the weights that a family of models asks for.</summary>
internal sealed class WeightReader(WeightFiles files, string folder, torch.ScalarType type, torch.Device device) : WeightSource(type, device)
{
    private protected override torch.Tensor Make(string name, int[] shape)
    {
        var file = files.Find(name);
        var stored = file.ShapeOf(name);
        if (!stored.SequenceEqual(shape.Select(size => (long)size)))
            throw Unfit(name, $"is ({string.Join(", ", stored)}), and the configuration asks for ({string.Join(", ", shape)})");
        var tensor = file.Read(name);
        if (tensor.is_floating_point()) return tensor.to(Type, Device, disposeAfter: true);
        var kind = tensor.dtype;
        tensor.Dispose();
        throw Unfit(name, $"is of type {kind}, and weights are floating-point numbers");
    }

    private TesseraException Unfit(string name, string reason) => new(Diagnostic.Error(
        "TESS5204", $"The tensor '{name}' {reason}.", new SourceLocation(folder), "Fetch the model again; config.json and the weights must be of one model, and weights that are quantised are not read."));
}

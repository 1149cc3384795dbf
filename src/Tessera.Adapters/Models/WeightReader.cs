using Tessera.Adapters.Models.Folders;
using Tessera.Adapters.Models.Layers;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Tensors.Experts;
using TorchSharp;

namespace Tessera.Adapters.Models;

/// <summary>Reads the weights that a family of models asks for, in one type on one device, and owns them.</summary>
internal sealed class WeightReader(WeightFiles files, string folder, torch.ScalarType type, torch.Device device) : IDisposable
{
    private readonly List<torch.Tensor> _owned = [];

    /// <summary>How many numbers have been read.</summary>
    public long Count { get; private set; }

    public torch.ScalarType Type => type;

    public torch.Device Device => device;

    /// <summary>Reads a tensor, which this reader owns.</summary>
    /// <exception cref="TesseraException">It is not there (TESS5203), or of another shape or kind (TESS5204).</exception>
    public torch.Tensor Take(string name, params int[] shape) => Own(Read(name, shape));

    /// <summary>Reads the weights of maps that share an input, <c>name.weight</c> and <c>name.bias</c>, and makes one product of them.</summary>
    public GroupProduct Group(bool bias, params (string Name, int InputSize, int OutputSize)[] maps)
    {
        using var scope = torch.NewDisposeScope();
        var weight = Own(Stack([.. maps.Select(map => Read(map.Name + ".weight", [map.OutputSize, map.InputSize]))]));
        var offset = bias ? Own(Stack([.. maps.Select(map => Read(map.Name + ".bias", [map.OutputSize]))])) : null;
        return new GroupProduct(new MapGroup([.. maps.Select(map => new LinearMap(map.Name, map.InputSize, map.OutputSize))]), weight, offset);
    }

    /// <summary>Reads weight and bias of a layer normalisation.</summary>
    public LayerNorm LayerNorm(string name, int width, double epsilon) => new(Take(name + ".weight", width), Take(name + ".bias", width), epsilon);

    public void Dispose()
    {
        foreach (var tensor in _owned) tensor.Dispose();
        _owned.Clear();
    }

    private static torch.Tensor Stack(torch.Tensor[] parts) => parts.Length == 1 ? parts[0] : torch.cat(parts, 0);

    private torch.Tensor Own(torch.Tensor tensor)
    {
        _owned.Add(tensor.DetachFromDisposeScope());
        Count += tensor.numel();
        return tensor;
    }

    private torch.Tensor Read(string name, int[] shape)
    {
        var file = files.Find(name);
        var stored = file.ShapeOf(name);
        if (!stored.SequenceEqual(shape.Select(size => (long)size)))
            throw Unfit(name, $"is ({string.Join(", ", stored)}), and the configuration asks for ({string.Join(", ", shape)})");
        var tensor = file.Read(name);
        if (tensor.is_floating_point()) return tensor.to(type, device, disposeAfter: true);
        var kind = tensor.dtype;
        tensor.Dispose();
        throw Unfit(name, $"is of type {kind}, and weights are floating-point numbers");
    }

    private TesseraException Unfit(string name, string reason) => new(Diagnostic.Error(
        "TESS5204", $"The tensor '{name}' {reason}.", new SourceLocation(folder), "Fetch the model again; config.json and the weights must be of one model, and weights that are quantised are not read."));
}

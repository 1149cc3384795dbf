using Tessera.Adapters.Models.Layers;
using Tessera.Sdk.Tensors.Experts;
using TorchSharp;

namespace Tessera.Adapters.Models;

/// <summary>Gives a family of models the weights that it asks for, in one type on one device, and owns them.</summary>
internal abstract class WeightSource(torch.ScalarType type, torch.Device device) : IDisposable
{
    private readonly List<torch.Tensor> _owned = [];

    /// <summary>How many numbers have been given.</summary>
    public long Count { get; private set; }

    public torch.ScalarType Type => type;

    public torch.Device Device => device;

    /// <summary>Gives a tensor.</summary>
    /// <exception cref="Sdk.Diagnostics.TesseraException">It is not there (TESS5203), or of another shape or kind (TESS5204).</exception>
    public torch.Tensor Take(string name, params int[] shape) => Own(Make(name, shape), [name]);

    /// <summary>Takes the weights of maps that share an input, <c>name.weight</c> and <c>name.bias</c>, and makes one product of them.</summary>
    public GroupProduct Group(bool bias, params (string Name, int InputSize, int OutputSize)[] maps)
    {
        using var scope = torch.NewDisposeScope();
        var weight = Own(Stack([.. maps.Select(map => Make(map.Name + ".weight", [map.OutputSize, map.InputSize]))]), [.. maps.Select(map => map.Name + ".weight")]);
        var offset = bias ? Own(Stack([.. maps.Select(map => Make(map.Name + ".bias", [map.OutputSize]))]), [.. maps.Select(map => map.Name + ".bias")]) : null;
        return new GroupProduct(new MapGroup([.. maps.Select(map => new LinearMap(map.Name, map.InputSize, map.OutputSize))]), weight, offset);
    }

    /// <summary>Takes weight and bias of a layer normalisation.</summary>
    public LayerNorm LayerNorm(string name, int width, double epsilon) => new(Take(name + ".weight", width), Take(name + ".bias", width), epsilon);

    public void Dispose()
    {
        foreach (var tensor in _owned) tensor.Dispose();
        _owned.Clear();
    }

    private protected abstract torch.Tensor Make(string name, int[] shape);

    /// <summary>Told of every tensor that a model gets, with the names of the tensors that stand in it on top of each other.</summary>
    private protected virtual void Told(torch.Tensor tensor, IReadOnlyList<string> parts)
    {
    }

    private static torch.Tensor Stack(torch.Tensor[] parts) => parts.Length == 1 ? parts[0] : torch.cat(parts, 0);

    private torch.Tensor Own(torch.Tensor tensor, IReadOnlyList<string> parts)
    {
        _owned.Add(tensor.DetachFromDisposeScope());
        Count += tensor.numel();
        Told(tensor, parts);
        return tensor;
    }
}

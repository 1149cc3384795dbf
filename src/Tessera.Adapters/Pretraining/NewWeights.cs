using Tessera.Adapters.Models;
using Tessera.Adapters.Training;
using Tessera.Sdk.Randomness;
using TorchSharp;

namespace Tessera.Adapters.Pretraining;

/// <summary>
/// Weights of a model that begins anew, all of which learn. Each is drawn from the seed of its name: norms are 1, embeddings are small, maps
/// keep the scale of their input, and those whose outputs are added up over the layers are smaller by the root of their number (GPT-2).
/// </summary>
internal sealed class NewWeights(Seed seed, int layers, torch.Device device) : WeightSource(torch.ScalarType.Float32, device)
{
    private const double EmbeddingSpread = 0.02;

    private readonly List<(torch.Tensor Tensor, IReadOnlyList<(string Name, int[] Shape)> Parts)> _given = [];
    private readonly Dictionary<string, int[]> _shapes = new(StringComparer.Ordinal);

    /// <summary>What learns.</summary>
    public IReadOnlyList<TrainedParameter> Parameters =>
        [.. _given.Select(given => new TrainedParameter(given.Parts[0].Name, given.Tensor, given.Tensor.dim() > 1 ? ParameterKind.Weights : ParameterKind.Norms))];

    /// <summary>Takes the weights as they are now, by the names that a file gives them.</summary>
    /// <param name="type">The type to round them to.</param>
    /// <returns>New tensors, which the caller disposes of.</returns>
    public IReadOnlyDictionary<string, torch.Tensor> Copy(torch.ScalarType type)
    {
        using var scope = torch.NewDisposeScope();
        using var none = torch.no_grad();
        var copies = new Dictionary<string, torch.Tensor>(StringComparer.Ordinal);
        foreach (var (tensor, parts) in _given)
        {
            var row = 0;
            foreach (var (name, shape) in parts)
            {
                copies[name] = tensor.narrow(0, row, shape[0]).clone().to(type, torch.CPU, disposeAfter: true).DetachFromDisposeScope();
                row += shape[0];
            }
        }

        return copies;
    }

    private protected override torch.Tensor Make(string name, int[] shape)
    {
        _shapes[name] = shape;
        if (shape is [var width]) return torch.ones(width, Type, Device);
        var spread = name.Contains("embed_tokens", StringComparison.Ordinal) ? EmbeddingSpread
            : name.Contains("o_proj", StringComparison.Ordinal) || name.Contains("down_proj", StringComparison.Ordinal) ? 1 / Math.Sqrt(shape[1] * 2.0 * layers)
            : 1 / Math.Sqrt(shape[1]);
        var random = seed.Derive(name).CreateRandom();
        var values = new float[shape[0] * shape[1]];
        for (var i = 0; i < values.Length; i++) values[i] = (float)(Normal(random) * spread);
        return torch.tensor(values, [shape[0], shape[1]], device: Device);
    }

    private protected override void Told(torch.Tensor tensor, IReadOnlyList<string> parts)
    {
        tensor.requires_grad_();
        _given.Add((tensor, [.. parts.Select(part => (part, _shapes[part]))]));
    }

    // Box and Muller.
    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}

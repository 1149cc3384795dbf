using System.Text.Json.Nodes;
using TorchSharp;

namespace Tessera.Adapters.Library;

/// <summary>Data that were derived from experts.</summary>
/// <param name="Tensors">Tensors by name, which whoever holds the content disposes of.</param>
/// <param name="Values">What is not a tensor; null for nothing.</param>
public sealed record DerivedContent(IReadOnlyDictionary<string, torch.Tensor> Tensors, JsonNode? Values = null) : IDisposable
{
    /// <summary>Disposes of the tensors.</summary>
    public void Dispose()
    {
        foreach (var tensor in Tensors.Values) tensor.Dispose();
    }
}

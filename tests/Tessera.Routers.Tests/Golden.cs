using Tessera.Adapters.Safetensors;
using TorchSharp;

namespace Tessera.Routers.Tests;

/// <summary>Values that an independent implementation computed.</summary>
internal sealed class Golden(string name = "arrow") : IDisposable
{
    private readonly SafetensorsFile _file = SafetensorsFile.Open(SharedData.Require($"golden/{name}.safetensors"));

    public torch.Tensor this[string name] => _file.Read(name);

    public void Dispose() => _file.Dispose();
}

using Tessera.Adapters.Fitting;
using Tessera.Adapters.Safetensors;
using Tessera.Sdk.Tensors.Native;
using TorchSharp;

namespace Tessera.Adapters.Tests;

/// <summary>A file of regression tasks: a map from 6 inputs to 5 outputs, and for each task 40 rows to fit and 20 to judge by.</summary>
internal sealed class TaskFile
{
    public const int Inputs = 6, Outputs = 5, TrainRows = 40, TestRows = 20;

    private readonly Random _numbers = new(11);

    public TaskFile(params string[] names)
    {
        Content["weight"] = Tensors.Random(_numbers, Outputs, Inputs);
        foreach (var name in names) Add(name);
    }

    public Dictionary<string, torch.Tensor> Content { get; } = [];

    public string Write(TemporaryFolder folder)
    {
        var path = Path.Combine(folder.Path, "tasks.safetensors");
        SafetensorsWriter.Write(path, Content);
        return path;
    }

    /// <summary>What <see cref="RegressionTasks"/> expects for one task.</summary>
    private void Add(string name)
    {
        var changed = Content["weight"].Plus(Tensors.Random(_numbers, Outputs, 2).mm(Tensors.Random(_numbers, 2, Inputs)));
        foreach (var (part, rows) in new[] { ("train", TrainRows), ("test", TestRows) })
        {
            var input = Tensors.Random(_numbers, rows, Inputs);
            Content[$"{name}.{part}.input"] = input;
            Content[$"{name}.{part}.target"] = input.mm(changed.t());
        }
    }
}

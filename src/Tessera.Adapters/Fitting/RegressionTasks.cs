using Tessera.Adapters.Safetensors;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Tensors.Native;
using TorchSharp;

namespace Tessera.Adapters.Fitting;

/// <summary>
/// Tasks for one linear map, in a safetensors file: <c>weight</c> (d_out, d_in) is the base map; each task has
/// <c>NAME.train.input</c>, <c>NAME.train.target</c>, <c>NAME.test.input</c> and <c>NAME.test.target</c>, a row an observation.
/// </summary>
/// <remarks>What is stored in less than single precision is read in single precision, so that sums of squares neither overflow nor lose rows.</remarks>
internal sealed class RegressionTasks : IDisposable
{
    private const string WeightName = "weight";
    private const string TrainInput = ".train.input";

    private readonly SafetensorsFile _file;
    private readonly string _path;
    private readonly torch.Tensor _weight;

    private RegressionTasks(SafetensorsFile file, string path)
    {
        (_file, _path) = (file, path);
        Names = [.. file.Names.Where(name => name.EndsWith(TrainInput, StringComparison.Ordinal)).Select(name => name[..^TrainInput.Length])];
        TaskNames.Check(Names, path);
        if (file.ShapeOf(WeightName) is not { Count: 2 } shape || shape.Any(size => size is 0 or > int.MaxValue))
            throw Unfit("TESS5021", $"The weight of the base map is ({string.Join(", ", file.ShapeOf(WeightName))}).", "The weight is (d_out, d_in).");
        _weight = file.Read(WeightName);
        (InputSize, OutputSize) = ((int)shape[1], (int)shape[0]);
    }

    public IReadOnlyList<string> Names { get; }

    /// <summary>The width of the base map's input, d_in.</summary>
    public int InputSize { get; }

    /// <summary>The width of the base map's output, d_out.</summary>
    public int OutputSize { get; }

    public static RegressionTasks Open(string path)
    {
        var file = SafetensorsFile.Open(path);
        try
        {
            return new RegressionTasks(file, path);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Reads what a task observed.</summary>
    /// <exception cref="TesseraException">The tensors do not fit (TESS5021), or there is nothing to learn from them or to judge by (TESS5024).</exception>
    public Observations Read(string task, bool test)
    {
        using var scope = torch.NewDisposeScope();
        var part = test ? "test" : "train";
        var (input, target) = (_file.Read($"{task}.{part}.input"), _file.Read($"{task}.{part}.target"));
        if (input.dim() != 2 || target.dim() != 2 || input.shape[1] != InputSize || target.shape[1] != OutputSize || input.shape[0] != target.shape[0])
            throw Unfit(
                "TESS5021", $"The observations of '{task}' do not fit: inputs ({string.Join(", ", input.shape)}), targets ({string.Join(", ", target.shape)}), map ({OutputSize}, {InputSize}).",
                "Inputs are (n, d_in), targets (n, d_out), the weight (d_out, d_in).");
        if (input.shape[0] == 0) throw Unfit("TESS5024", $"The task '{task}' has no {part} observations.", "Write a row for each observation, or leave the task out.");
        var type = new[] { input, target, _weight }.Any(tensor => tensor.dtype == torch.ScalarType.Float64) ? torch.ScalarType.Float64 : torch.ScalarType.Float32;
        input = input.to_type(type);
        var residual = target.to_type(type) - input.mm(_weight.to_type(type).t());
        if (!input.isfinite().all().Holds() || !residual.isfinite().all().Holds())
            throw Unfit("TESS5024", $"The {part} observations of '{task}', or what the base map makes of them, are not all finite.", "Look for NaN and infinity in inputs, targets and weight.");
        var isExplained = residual.norm().Number() <= Rounding(target.dtype, type) * target.to_type(type).norm().Number();
        return new Observations(input.MoveToOuterDisposeScope(), residual.MoveToOuterDisposeScope(), isExplained);
    }

    public void Dispose()
    {
        _weight.Dispose();
        _file.Dispose();
    }

    // Half the distance between targets that can be stored, or what a product of some length loses, whichever is more.
    private static double Rounding(torch.ScalarType stored, torch.ScalarType computed)
    {
        var product = computed == torch.ScalarType.Float64 ? Math.ScaleB(1, -48) : Math.ScaleB(1, -19);
        return stored switch
        {
            torch.ScalarType.BFloat16 => Math.ScaleB(1, -8),
            torch.ScalarType.Float16 => Math.ScaleB(1, -11),
            _ => product,
        };
    }

    private TesseraException Unfit(string id, string message, string remedy) => new(Diagnostic.Error(id, message, new SourceLocation(_path), remedy));
}

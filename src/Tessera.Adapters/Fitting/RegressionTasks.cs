using Tessera.Adapters.Safetensors;
using Tessera.Sdk.Diagnostics;
using TorchSharp;

namespace Tessera.Adapters.Fitting;

/// <summary>
/// Tasks for one linear map, in a safetensors file: <c>weight</c> (d_out, d_in) is the base map; each task has
/// <c>NAME.train.input</c>, <c>NAME.train.target</c>, <c>NAME.test.input</c> and <c>NAME.test.target</c>, a row an observation.
/// </summary>
internal sealed class RegressionTasks : IDisposable
{
    private const string WeightName = "weight";
    private const string TrainInput = ".train.input";

    private readonly SafetensorsFile _file;

    private RegressionTasks(SafetensorsFile file, string path)
    {
        _file = file;
        Names = [.. file.Names.Where(name => name.EndsWith(TrainInput, StringComparison.Ordinal)).Select(name => name[..^TrainInput.Length])];
        if (Names.Count == 0)
            throw new TesseraException(Diagnostic.Error("TESS5020", "There are no tasks in the file.", new SourceLocation(path), "A task has NAME.train.input, NAME.train.target, NAME.test.input and NAME.test.target."));
        // An expert's folder is named after its task, and the file may come from anyone.
        if (Names.FirstOrDefault(name => !IsFolderName(name)) is { } unfit)
            throw new TesseraException(Diagnostic.Error("TESS5020", $"'{unfit.ReplaceLineEndings(" ")}' cannot name a task.", new SourceLocation(path), "A task's name is the name of a folder: no slashes, no control characters, at most 200 characters."));
        Weight = file.Read(WeightName);
    }

    public IReadOnlyList<string> Names { get; }

    public torch.Tensor Weight { get; }

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

    /// <summary>What a task observed, and how far the base map is from it: input (n, d_in) and residual (n, d_out).</summary>
    public (torch.Tensor Input, torch.Tensor Residual) Read(string task, bool test)
    {
        var part = test ? "test" : "train";
        var input = _file.Read($"{task}.{part}.input");
        using var target = _file.Read($"{task}.{part}.target");
        if (input.dim() != 2 || target.dim() != 2 || input.shape[1] != Weight.shape[1] || target.shape[1] != Weight.shape[0] || input.shape[0] != target.shape[0])
            throw new TesseraException(Diagnostic.Error(
                "TESS5021", $"The observations of '{task}' do not fit: inputs ({string.Join(", ", input.shape)}), targets ({string.Join(", ", target.shape)}), map ({string.Join(", ", Weight.shape)}).",
                remedy: "Inputs are (n, d_in), targets (n, d_out), the weight (d_out, d_in)."));
        using var predicted = input.mm(Weight.t());
        return (input, target - predicted);
    }

    private static bool IsFolderName(string name) =>
        name.Length is > 0 and <= 200 && name is not ("." or "..") && !name.Any(letter => letter is '/' or '\\' or ':' || char.IsControl(letter));

    public void Dispose()
    {
        Weight.Dispose();
        _file.Dispose();
    }
}

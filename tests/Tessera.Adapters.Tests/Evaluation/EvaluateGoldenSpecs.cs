using System.Text.Json;
using Tessera.Adapters.Steps;
using Tessera.Adapters.Tasks;
using Tessera.Adapters.Tests.Models;

namespace Tessera.Adapters.Tests.Evaluation;

/// <summary>Real English and a model that was really trained, judged by the step as by an independent implementation.</summary>
public sealed class EvaluateGoldenSpecs : IDisposable
{
    private readonly RecordingContext _context = new();

    [Fact]
    public async Task The_base_model_gets_on_whole_paradigms_what_the_reference_gets()
    {
        using var model = Stories.Open();
        using var golden = JsonDocument.Parse(await File.ReadAllTextAsync(SharedData.Require("golden/blimp_zero_shot.json")));
        var accuracy = golden.RootElement.GetProperty("accuracy").EnumerateObject().ToDictionary(paradigm => paradigm.Name, paradigm => paradigm.Value.GetDouble());

        var compared = await new EvaluateStep(new EvaluateOptions { Model = model, Tasks = Split(accuracy.Keys, 1000) }).RunAsync(_context, CancellationToken.None);

        compared.Methods.Single().HeldOut!.PerTask.Should().HaveCount(accuracy.Count).And.AllSatisfy(task => task.Value.Should().BeApproximately(accuracy[task.Key], 0.002, "that is what {0} gives", task.Key));
    }

    [Fact]
    public async Task The_base_model_gets_on_the_held_out_paradigms_what_the_reference_gets()
    {
        using var model = Stories.Open();
        using var golden = JsonDocument.Parse(await File.ReadAllTextAsync(SharedData.Require("golden/blimp_split.json")));
        var expected = golden.RootElement.GetProperty("heldOutBase").EnumerateObject().ToDictionary(paradigm => paradigm.Name, paradigm => paradigm.Value.GetDouble());

        var compared = await new EvaluateStep(new EvaluateOptions { Model = model, Tasks = Split(expected.Keys, 150) }).RunAsync(_context, CancellationToken.None);

        // One pair of 150 may fall either way by rounding.
        compared.Methods.Single().HeldOut!.PerTask.Should().HaveCount(expected.Count).And.AllSatisfy(task => task.Value.Should().BeApproximately(expected[task.Key], 1.01 / 150, "that is what {0} gives", task.Key));
    }

    public void Dispose() => _context.Dispose();

    private static TaskSplit Split(IEnumerable<string> heldOut, int tests) =>
        new() { Folder = SharedData.Require("data/blimp"), Training = [], HeldOut = [.. heldOut.Order(StringComparer.Ordinal)], TrainingExamples = 0, TestExamples = tests, Hash = "0" };
}

using System.Text.Json;
using Tessera.Adapters.Evaluation;
using Tessera.Adapters.Library;
using Tessera.Adapters.Models;
using Tessera.Adapters.Steps;
using Tessera.Adapters.Tasks;
using Tessera.Adapters.Tests.Models;
using Tessera.Sdk.Parts;
using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Native;
using Tessera.Sdk.Tensors.Routing;
using TorchSharp;

namespace Tessera.Adapters.Tests.Evaluation;

/// <summary>A small random model, tasks over its letters, libraries of random experts, and what is said of a step that judges them.</summary>
internal sealed class Study : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Random _numbers = new Tessera.Sdk.Randomness.Seed(23).CreateRandom();
    private readonly List<IDisposable> _open = [];

    public Study()
    {
        Weights.Write(_folder);
        Model = LanguageModelFolder.Open(_folder.Path);
        _open.Add(Model);
    }

    public TinyModel Weights { get; } = TinyModel.Llama();

    public LanguageModelFolder Model { get; }

    public RecordingContext Context { get; } = new();

    /// <summary>Writes tasks of minimal pairs, and holds some of them out.</summary>
    public TaskSplit Pairs(IReadOnlyList<string> training, IReadOnlyList<string> heldOut, int examples = 30)
    {
        foreach (var task in training.Concat(heldOut)) Write(task, Enumerable.Range(0, examples + 10).Select(_ => JsonSerializer.Serialize(new { sentence_good = Text(), sentence_bad = Text() })));
        return Split(training, heldOut, examples);
    }

    public TaskSplit Split(IReadOnlyList<string> training, IReadOnlyList<string> heldOut, int tests, int trains = 10) =>
        new() { Folder = Path.Combine(_folder.Path, "tasks"), Training = training, HeldOut = heldOut, TrainingExamples = trains, TestExamples = tests, Hash = "0" };

    public void Write(string task, IEnumerable<string> lines) => _folder.File($"tasks/{task}.jsonl", string.Join('\n', lines));

    /// <summary>A library with experts of all maps of the model, each strong enough to change what the model says.</summary>
    public ExpertLibrary Library(string name, params IReadOnlyList<string> experts) => Library(name, [.. experts.Select(expert => (expert, expert))]);

    public ExpertLibrary Library(string name, IReadOnlyList<(string Expert, string Tasks)> experts, double strength = 1)
    {
        using var scope = torch.NewDisposeScope();
        var folder = Path.Combine(_folder.Path, "libraries", name);
        foreach (var (expert, tasks) in experts)
        {
            var factors = Model.Model.Groups.SelectMany(group => group.Maps).ToDictionary(
                map => map.Name, map => new LoraFactors(Tensors.Random(_numbers, 2, map.InputSize).to_type(torch.ScalarType.Float32), Tensors.Random(_numbers, map.OutputSize, 2).to_type(torch.ScalarType.Float32).Times(strength), 0.5));
            LibraryFolder.At(folder).Add(new ExpertDraft { Name = expert, Factors = factors, Record = new ExpertRecord { Task = tasks } });
        }

        var library = ExpertLibrary.Open(folder);
        _open.Add(library);
        return library;
    }

    public static Part<IRouter> Router(string name, Func<IRouter> make) => new($"router/{name}", () => new OwnedPart<IRouter>(make()));

    /// <summary>Every expert with one weight.</summary>
    public static Part<IRouter> Even(int experts, string name = "even") => Router(name, () => new FixedRouter(1.0 / experts));

    public Task<ComparedMethods> EvaluateAsync(EvaluateOptions options, CancellationToken cancellationToken = default) => new EvaluateStep(options).RunAsync(Context, cancellationToken);

    public void Dispose()
    {
        foreach (var one in _open) one.Dispose();
        Context.Dispose();
        _folder.Dispose();
    }

    public string Text() => string.Concat(Enumerable.Range(0, _numbers.Next(4, 12)).Select(_ => "abcdefghij"[_numbers.Next(10)]));
}

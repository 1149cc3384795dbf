using System.Text.Json;
using Tessera.Adapters.Lora;
using Tessera.Adapters.Models;
using Tessera.Adapters.Tasks;
using Tessera.Adapters.Training;
using Tessera.Adapters.Training.Data;
using Tessera.Adapters.Training.Experts;
using Tessera.Adapters.Training.Losses;
using Tessera.Adapters.Training.Optimisation;
using Tessera.Sdk.Randomness;
using Tessera.Sdk.Tensors.Native;

namespace Tessera.Benchmarks.Training;

/// <summary>A small model that was really trained, and the 58 tasks of real English that experts of it are trained on; in the folder that TESSERA_SHARED names.</summary>
internal sealed class TrainingSubject : IDisposable
{
    public const int Steps = 3, Rank = 4;

    private readonly LanguageModelFolder _model;
    private readonly IReadOnlyList<IExampleStream> _streams;

    private TrainingSubject(int pairs, ModelType type)
    {
        Libtorch.EnsureLoaded();
        var shared = Environment.GetEnvironmentVariable("TESSERA_SHARED") ?? throw new InvalidOperationException("Set TESSERA_SHARED to the folder with models/stories260k, data/blimp and golden/blimp_split.json.");
        _model = LanguageModelFolder.Open(Path.Combine(shared, "models", "stories260k"), type);
        using var split = JsonDocument.Parse(File.ReadAllText(Path.Combine(shared, "golden", "blimp_split.json")));
        Names = [.. split.RootElement.GetProperty("train").EnumerateArray().Select(name => name.GetString()!)];
        var texts = new ExampleTexts(_model.Tokenizer, _model.Model.ContextLength);
        _streams = [.. TaskFolder.Read(Path.Combine(shared, "data", "blimp"), Names).Select(task => new ShuffledExamples([.. task.Examples.Take(800).Select(example => texts.Encode(example))], pairs, new Seed(7).Derive(task.Name)))];
    }

    public IReadOnlyList<string> Names { get; }

    /// <param name="pairs">How many pairs of each task a step has.</param>
    /// <param name="type">What the model computes in.</param>
    public static TrainingSubject Open(int pairs, ModelType type = ModelType.Float32) => new(pairs, type);

    public CausalModel Model => _model.Model;

    /// <summary>The pairs of all tasks for what trains on them together.</summary>
    public IExampleStream EveryTask => new TasksTogether(_streams);

    /// <summary>The tokens that a step has to read on the mean, without padding, and what both texts of a pair begin with once.</summary>
    public double TokensPerStep => Enumerable.Range(0, Steps).SelectMany(step => _streams.SelectMany(stream => stream.Take(step))).Sum(TokensOf) / (double)Steps;

    /// <summary>
    /// The operations of a token's matrix products: forward and backward through the frozen maps, whose weights need no gradient, and the head;
    /// forward and twice backward through the factors.
    /// </summary>
    public double OperationsPerToken => Model.Groups.SelectMany(group => group.Maps).Sum(map => 4.0 * map.InputSize * map.OutputSize + 6.0 * Rank * (map.InputSize + map.OutputSize)) + 4.0 * Model.HiddenSize * Model.VocabularySize;

    /// <summary>Makes some of the experts, to be trained together.</summary>
    public ExpertsInTraining Begin(int first, int count) => new(Model, [.. Names.Skip(first).Take(count)], new LoraSettings { Rank = Rank }, LoraInitialization.FanIn, new Seed(5));

    /// <summary>Makes an expert that is trained through libtorch's operations alone.</summary>
    public OrdinaryLayers BeginOrdinary(int expert) => new(Begin(expert, 1), inParts: false);

    /// <summary>Trains some of the experts for a few steps.</summary>
    public void Train(ITrainable trained, int first, int count) => new Trainer(Model, new PreferenceLoss(), new TrainingOptions { Schedule = new LearningSchedule(ScheduleShape.Constant, Steps) })
        .Run(trained, new JoinedExamples([.. _streams.Skip(first).Take(count)]), new Seed(1));

    public void Dispose() => _model.Dispose();

    // The last token of a text is foretold, never read.
    private static int TokensOf(TrainingExample example)
    {
        var (text, rejected) = (example.Text.Tokens.SkipLast(1).ToList(), example.Rejected!.Tokens.SkipLast(1).ToList());
        return text.Count + rejected.Count - text.Zip(rejected).TakeWhile(pair => pair.First == pair.Second).Count();
    }

    private sealed class TasksTogether(IReadOnlyList<IExampleStream> streams) : IExampleStream
    {
        public IReadOnlyList<TrainingExample> Take(int step) => [.. streams.Index().SelectMany(stream => stream.Item.Take(step).Select(example => example with { Task = stream.Index }))];
    }
}

using BenchmarkDotNet.Attributes;
using Tessera.Adapters.Training;
using Tessera.Adapters.Training.Data;
using Tessera.Adapters.Training.Experts;
using Tessera.Adapters.Training.Losses;
using Tessera.Adapters.Training.Optimisation;
using Tessera.Adapters.Training.Skills;
using Tessera.Benchmarks.Routing;
using Tessera.Routers.Poly;
using Tessera.Sdk.Randomness;
using Tessera.Sdk.Tensors.Native;

namespace Tessera.Benchmarks.Skills;

/// <summary>
/// Question: how much of a step of training it saves to mix skills once for each distinct task in it, where mixing factors for each example costs the same whatever the tasks are.
/// </summary>
/// <remarks>
/// 32 examples of 24 tokens, four maps of 1024 by 1024, 8 skills of rank 16 (Natural Instructions in the paper). A step is a pass forward, one backward, and AdamW;
/// "one LoRA" is the same with a single LoRA on all tasks, which is what a step costs at least. A step is taken with every way first, and what each learns is compared.
/// </remarks>
[Config(typeof(LongOperations))]
[System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1001", Justification = "BenchmarkDotNet calls the clean-up.")]
public class SkillStepBenchmark
{
    private const int Examples = 32, Tokens = 24, Width = 1024, Layers = 4, Skills = 8;

    private static readonly LoraSettings _lora = new() { Rank = 16 };

    private StackedMaps? _model;
    private SkillsInTraining? _skills;
    private FactorsOfEveryExample? _everyExample;
    private ExpertsInTraining? _one;
    private FixedExamples? _examples;

    [Params(1, 8, 32)]
    public int Tasks { get; set; }

    [Params(1, 8)]
    public int Heads { get; set; }

    [GlobalSetup]
    public void CheckSteps()
    {
        Libtorch.EnsureLoaded();
        _model = new StackedMaps(Width, Layers);
        var tasks = Enumerable.Range(0, Tasks).Select(task => $"task {task}").ToList();
        _skills = new SkillsInTraining(_model, new MhrRouter(new MhrOptions { Heads = Heads, Gate = SkillGate.Sigmoid }), tasks, new SkillSettings { Skills = Skills, Lora = _lora }, new Seed(3));
        _one = new ExpertsInTraining(_model, ["one"], _lora, Adapters.Lora.LoraInitialization.FanIn, new Seed(3));
        _examples = new FixedExamples(Tasks);
        // B begins at zero; after some steps everything has a gradient.
        Train(_skills, 3);
        _everyExample = new FactorsOfEveryExample(_skills, Heads);
        var (ours, theirs) = (Train(_skills, 3), Train(_everyExample, 3));
        foreach (var (one, other) in ours.Zip(theirs))
        {
            if (Math.Abs(one - other) > 1e-4 * Math.Abs(other)) throw new InvalidOperationException($"The losses are {one} and {other}.");
        }
    }

    [GlobalCleanup]
    public void Release()
    {
        _skills?.Dispose();
        _everyExample?.Dispose();
        _one?.Dispose();
        _model?.Dispose();
    }

    [Benchmark(Baseline = true)]
    public void FactorsForEveryExample() => Train(_everyExample!, 1);

    [Benchmark]
    public void FactorsForEveryTask() => Train(_skills!, 1);

    [Benchmark]
    public void OneLora() => Train(_one!, 1);

    private List<float> Train(ITrainable trained, int steps)
    {
        var losses = new List<float>();
        var options = new TrainingOptions { Schedule = new LearningSchedule(ScheduleShape.Constant, steps), LearningRate = 1e-3, RoutingLearningRate = 1e-2 };
        new Trainer(_model!, new LanguageModellingLoss(), options).Run(trained, _examples!, new Seed(1), progress: told => losses.Add(told.Losses[0]));
        return losses;
    }

    private sealed class FixedExamples(int tasks) : IExampleStream
    {
        private readonly TrainingExample[] _all = Make(tasks);

        public IReadOnlyList<TrainingExample> Take(int step) => _all;

        // Tasks in turn: the examples of one do not lie side by side.
        private static TrainingExample[] Make(int tasks)
        {
            var numbers = new Random(5);
            return [.. Enumerable.Range(0, Examples).Select(example => new TrainingExample(new TrainingText([.. Enumerable.Range(0, Tokens + 1).Select(_ => numbers.Next(256))], 1), Task: example % tasks))];
        }
    }
}

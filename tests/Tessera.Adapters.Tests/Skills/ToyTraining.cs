using Tessera.Adapters.Training;
using Tessera.Adapters.Training.Data;
using Tessera.Adapters.Training.Experts;
using Tessera.Adapters.Training.Losses;
using Tessera.Adapters.Training.Optimisation;
using Tessera.Adapters.Training.Skills;
using Tessera.Routers.Poly;
using Tessera.Sdk.Randomness;
using Tessera.Sdk.Tensors.Routing;

namespace Tessera.Adapters.Tests.Skills;

/// <summary>Skills for a toy model, in double precision, and pairs of short texts to prefer one of.</summary>
internal static class ToyTraining
{
    public static readonly string[] Tasks = ["north", "south", "west"];

    public static readonly SkillSettings Settings = new() { Skills = 4, Lora = new LoraSettings { Rank = 2, Scaling = 0.5 } };

    public static IRouter Poly(SkillGate gate = SkillGate.Sigmoid) => new PolyRouter(new PolyOptions { Gate = gate });

    public static IRouter Mhr(int heads, SkillGate gate = SkillGate.Sigmoid) => new MhrRouter(new MhrOptions { Gate = gate, Heads = heads });

    public static IRouter Average() => new PolyRouter(new PolyOptions { Average = true });

    public static SkillsInTraining Skills(ToyModel model, IRouter router, SkillSettings? settings = null, IReadOnlyList<string>? tasks = null) =>
        new(model, router, tasks ?? Tasks, settings ?? Settings, new Seed(5));

    /// <summary>Pairs of a task; each task has other ones.</summary>
    public static IReadOnlyList<TrainingExample> Pairs(int task, int count = 12, int? number = null)
    {
        var numbers = new Random(100 + task);
        TrainingText Text() => new([.. Enumerable.Range(0, numbers.Next(2, 6)).Select(_ => numbers.Next(ToyModel.Words))], 1);
        return [.. Enumerable.Range(0, count).Select(_ => new TrainingExample(Text(), Text(), number ?? task))];
    }

    /// <summary>Pairs of all tasks, mixed.</summary>
    public static IExampleStream Mixed(int batch) => new ShuffledExamples([.. Enumerable.Range(0, Tasks.Length).SelectMany(task => Pairs(task))], batch, new Seed(7));

    /// <summary>As many pairs of each task, one task after another.</summary>
    public static IExampleStream Side(int each) => new JoinedExamples([.. Enumerable.Range(0, Tasks.Length).Select(task => Alone(task, each, task))]);

    public static IExampleStream Alone(int task, int each, int number = 0) => new ShuffledExamples(Pairs(task, number: number), each, new Seed(7).Derive("task", task));

    public static TrainingOptions Options(int steps = 8, double? clip = null, double decay = 0.01, double epsilon = 1e-8) => new()
    {
        Schedule = new LearningSchedule(ScheduleShape.Linear, steps, 2), LearningRate = 0.02, CheckpointEvery = 3, Optimiser = new AdamWOptions { ClipNorm = clip, WeightDecay = decay, Epsilon = epsilon },
    };

    public static void Train(ToyModel model, ITrainable trained, IExampleStream examples, TrainingOptions? options = null) =>
        new Trainer(model, new PreferenceLoss(), options ?? Options()).Run(trained, examples, new Seed(3), cancellationToken: TestContext.Current.CancellationToken);
}

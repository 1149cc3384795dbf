using BenchmarkDotNet.Attributes;
using Tessera.Adapters.Training;
using Tessera.Adapters.Training.Experts;
using Tessera.Adapters.Training.Losses;
using Tessera.Adapters.Training.Optimisation;
using Tessera.Adapters.Training.Skills;
using Tessera.Benchmarks.Training;
using Tessera.Routers.Poly;
using Tessera.Sdk.Randomness;

namespace Tessera.Benchmarks.Skills;

/// <summary>
/// Claim: a step of Poly and MHR on a small model that was really trained is faster through hand-written layers, for which skills are mixed ahead, than through libtorch's operations.
/// </summary>
/// <remarks>A step has a pair of each of 58 tasks, and 8 skills of rank 4. The losses of three steps are compared first.</remarks>
[Config(typeof(Routing.LongOperations))]
[System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1001", Justification = "BenchmarkDotNet calls the clean-up.")]
public class SmallSkillStepBenchmark
{
    private TrainingSubject? _subject;
    private SkillsInTraining? _ahead;
    private OrdinaryLayers? _asked;

    [Params(1, 4)]
    public int Heads { get; set; }

    /// <summary>Whether each sequence has a draw of its own, as papers have it, or all of a task the same weights.</summary>
    [Params(false, true)]
    public bool Draws { get; set; }

    [GlobalSetup]
    public void CheckLosses()
    {
        _subject = TrainingSubject.Open(1);
        (_ahead, _asked) = (Begin(), new OrdinaryLayers(Begin(), inParts: true));
        foreach (var (one, other) in Train(_ahead, 3).Zip(Train(_asked, 3)))
        {
            if (Math.Abs(one - other) > 1e-3 * Math.Abs(other)) throw new InvalidOperationException($"The losses are {one} and {other}.");
        }
    }

    [GlobalCleanup]
    public void Release()
    {
        _ahead?.Dispose();
        _asked?.Dispose();
        _subject?.Dispose();
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = 3)]
    public void MixedAhead() => Train(_ahead!, 3);

    [Benchmark(OperationsPerInvoke = 3)]
    public void AskedAtEachMap() => Train(_asked!, 3);

    private SkillsInTraining Begin() => new(
        _subject!.Model, new MhrRouter(new MhrOptions { Heads = Heads, Gate = Draws ? SkillGate.RelaxedBernoulli : SkillGate.Sigmoid }), _subject.Names, new SkillSettings { Lora = new LoraSettings { Rank = TrainingSubject.Rank } }, new Seed(3));

    private List<float> Train(ITrainable trained, int steps)
    {
        var losses = new List<float>();
        new Trainer(_subject!.Model, new PreferenceLoss(), new TrainingOptions { Schedule = new LearningSchedule(ScheduleShape.Constant, steps) }).Run(trained, _subject.EveryTask, new Seed(1), progress: told => losses.Add(told.Losses[0]));
        return losses;
    }
}

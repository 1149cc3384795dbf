using BenchmarkDotNet.Attributes;
using Tessera.Adapters.Models;
using Tessera.Adapters.Training;
using Tessera.Sdk.Tensors.Native;
using TorchSharp;

namespace Tessera.Benchmarks.Training;

/// <summary>
/// Claim: a training step of 58 experts in one pass is at least three times faster than one after another at 4 pairs a task, through libtorch's operations as adapters are trained
/// elsewhere and through the same hand-written layers; and at 32 pairs as near to what matrix products alone would take as can be. The share of that is the ratio of the last
/// row to the first. Times are of one step of all experts, which are there already: they are made once, and trained for more steps than here.
/// </summary>
[Config(typeof(Routing.LongOperations))]
public class ExpertTrainingBenchmark
{
    private const int Width = 2048;

    private TrainingSubject? _subject;
    private IReadOnlyList<ITrainable> _made = [];
    private torch.Tensor? _left, _right;

    [Params(4, 8, 32)]
    public int Pairs { get; set; }

    [GlobalSetup]
    public void CheckOutputs()
    {
        // Experts of double precision go through libtorch, those of single precision through the hand-written layers.
        Compare(ModelType.Float64, (subject, expert) => subject.Begin(expert, 1), difference => difference.max(), 1e-8);
        // The mean: where a gradient is nearly zero, Adam makes whole steps of what rounding leaves of it.
        Compare(ModelType.Float32, (subject, expert) => subject.Begin(expert, 1), difference => difference.mean(), 1e-3);
        Compare(ModelType.Float32, (subject, expert) => subject.BeginOrdinary(expert), difference => difference.mean(), 1e-3);
        _subject = TrainingSubject.Open(Pairs);
        (_left, _right) = (torch.randn(Width, Width), torch.randn(Width, Width));
        Console.WriteLine($"// {_subject.TokensPerStep:0} tokens a step, {_subject.OperationsPerToken * _subject.TokensPerStep / 1e9:0.0} billion operations of matrix products");
    }

    [GlobalCleanup]
    public void Release()
    {
        _subject?.Dispose();
        _left?.Dispose();
        _right?.Dispose();
    }

    [IterationSetup(Target = nameof(OnePass))]
    public void MakeTogether() => _made = [_subject!.Begin(0, _subject.Names.Count)];

    [IterationSetup(Target = nameof(OneAfterAnother))]
    public void MakeEach() => _made = [.. _subject!.Names.Select((_, expert) => _subject.Begin(expert, 1))];

    [IterationSetup(Target = nameof(OneAfterAnotherThroughLibtorch))]
    public void MakeEachOrdinary() => _made = [.. _subject!.Names.Select((_, expert) => _subject.BeginOrdinary(expert))];

    [IterationCleanup]
    public void Forget()
    {
        foreach (var made in _made) made.Dispose();
        _made = [];
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = TrainingSubject.Steps)]
    public void OnePass() => _subject!.Train(_made[0], 0, _subject.Names.Count);

    [Benchmark(OperationsPerInvoke = TrainingSubject.Steps)]
    public void OneAfterAnother()
    {
        for (var expert = 0; expert < _made.Count; expert++) _subject!.Train(_made[expert], expert, 1);
    }

    [Benchmark(OperationsPerInvoke = TrainingSubject.Steps)]
    public void OneAfterAnotherThroughLibtorch() => OneAfterAnother();

    /// <summary>As many operations, in the large square products that processors are fastest at.</summary>
    [Benchmark(OperationsPerInvoke = TrainingSubject.Steps)]
    public void MatrixProductsAlone()
    {
        var operations = _subject!.OperationsPerToken * _subject.TokensPerStep * TrainingSubject.Steps;
        for (; operations > 0; operations -= 2.0 * Width * Width * Width)
        {
            // The last product is as much of one as is left.
            var rows = (long)Math.Clamp(operations / (2.0 * Width * Width), 1, Width);
            using var part = _left!.narrow(0, 0, rows);
            part.mm(_right!).Dispose();
        }
    }

    private static void Compare(ModelType type, Func<TrainingSubject, int, ITrainable> begin, Func<torch.Tensor, torch.Tensor> measure, double most)
    {
        using var subject = TrainingSubject.Open(2, type);
        using var together = subject.Begin(0, subject.Names.Count);
        subject.Train(together, 0, subject.Names.Count);
        for (var expert = 0; expert < subject.Names.Count; expert += 19)
        {
            using var scope = torch.NewDisposeScope();
            using var alone = begin(subject, expert);
            subject.Train(alone, expert, 1);
            foreach (var (one, all) in alone.Parameters.Zip(together.Parameters))
            {
                var difference = measure((one.Value[0] - all.Value[expert]).abs()).Number();
                if (difference > most) throw new InvalidOperationException($"{one.Name} of {subject.Names[expert]} differs by {difference:g3}.");
            }
        }
    }
}

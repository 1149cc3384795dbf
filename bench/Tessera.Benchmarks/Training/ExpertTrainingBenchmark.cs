using BenchmarkDotNet.Attributes;
using Tessera.Adapters.Models;
using TorchSharp;

namespace Tessera.Benchmarks.Training;

/// <summary>
/// Claim: a training step of 58 experts in one pass is at least three times faster than one after another at 4 pairs a task, and at 32 pairs as near
/// to what matrix products alone would take as can be. The share of that is the ratio of the last row to the first. Times are of one step of all experts.
/// </summary>
[Config(typeof(Routing.LongOperations))]
public class ExpertTrainingBenchmark
{
    private const int Width = 2048;

    private TrainingSubject? _subject;
    private torch.Tensor? _left, _right;

    [Params(4, 8, 32)]
    public int Pairs { get; set; }

    [GlobalSetup]
    public void CheckOutputs()
    {
        using (var exact = TrainingSubject.Open(2, ModelType.Float64))
        using (var together = exact.Train(0, exact.Names.Count))
        {
            for (var expert = 0; expert < exact.Names.Count; expert += 19)
            {
                using var scope = torch.NewDisposeScope();
                using var alone = exact.Train(expert, 1);
                foreach (var (one, all) in alone.Parameters.Zip(together.Parameters))
                {
                    var difference = (one.Value[0] - all.Value[expert]).abs().max().ToDouble();
                    if (difference > 1e-8) throw new InvalidOperationException($"{one.Name} of {exact.Names[expert]} differs by {difference:g3}.");
                }
            }
        }

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

    [Benchmark(Baseline = true, OperationsPerInvoke = TrainingSubject.Steps)]
    public void OnePass() => _subject!.Train(0, _subject.Names.Count).Dispose();

    [Benchmark(OperationsPerInvoke = TrainingSubject.Steps)]
    public void OneAfterAnother()
    {
        for (var expert = 0; expert < _subject!.Names.Count; expert++) _subject.Train(expert, 1).Dispose();
    }

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
}

using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Engines;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Tessera.Benchmarks.Routing;

/// <summary>How products of large matrices are measured: each iteration is one, in this process, which has libtorch loaded.</summary>
internal sealed class LongOperations : ManualConfig
{
    public LongOperations()
    {
        AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithStrategy(RunStrategy.Monitoring).WithWarmupCount(3).WithIterationCount(15));
        AddColumn(StatisticColumn.Median);
    }
}

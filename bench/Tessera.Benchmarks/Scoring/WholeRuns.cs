using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Engines;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Tessera.Benchmarks.Scoring;

/// <summary>How work of many seconds is measured: three times, in this process, which has libtorch loaded.</summary>
internal sealed class WholeRuns : ManualConfig
{
    public WholeRuns()
    {
        AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithStrategy(RunStrategy.Monitoring).WithWarmupCount(0).WithIterationCount(3));
        AddColumn(StatisticColumn.Median);
    }
}

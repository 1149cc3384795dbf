using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Engines;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Tessera.Benchmarks.StartUp;

/// <summary>How processes are measured: each iteration starts one, from a host that only waits for it.</summary>
internal sealed class WholeProcesses : ManualConfig
{
    public WholeProcesses()
    {
        AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithStrategy(RunStrategy.Monitoring).WithWarmupCount(3).WithIterationCount(20));
        AddColumn(StatisticColumn.Median);
    }
}

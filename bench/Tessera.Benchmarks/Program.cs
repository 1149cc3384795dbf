using System.Globalization;
using BenchmarkDotNet.Running;
using Tessera.Benchmarks.Paired;

if (args is ["--paired", var pattern, .. var rounds]) return await PairedRuns.RunAsync(pattern, rounds is [var count] ? int.Parse(count, CultureInfo.InvariantCulture) : 20);

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
return 0;

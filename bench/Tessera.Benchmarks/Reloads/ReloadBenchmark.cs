using BenchmarkDotNet.Attributes;
using Tessera.Benchmarks.StartUp;
using Tessera.Hosting.Catalog;
using Tessera.Hosting.Reloading;
using Tessera.Pipelines.Watching;

namespace Tessera.Benchmarks.Reloads;

/// <summary>
/// Claim: a plugin whose build changed is loaded again within 50 ms, and a watched pipeline is under way with it within 400 ms of the last file that
/// the build wrote, 150 ms of which it waits for more files. Each iteration lays another build over the one before; read the column Median.
/// </summary>
[Config(typeof(WholeProcesses))]
public class ReloadBenchmark
{
    private CancellationTokenSource? _end;
    private WatchedPlugin? _plugin;
    private ReloadingPlugins? _plugins;
    private WatchedRuns? _runs;
    private Task? _watch;

    [GlobalSetup(Target = nameof(Reload))]
    public async Task LoadOnce()
    {
        var plugin = new WatchedPlugin();
        (_plugin, _plugins) = (plugin, new ReloadingPlugins([plugin.Folder]));
        var first = await Reload();
        _plugin.Build();
        if (await Reload() == first) throw new InvalidOperationException("The plugin was not loaded again.");
        if (await _plugins.FindHeldAsync(default) is { Count: > 0 } held) throw new InvalidOperationException(string.Join('\n', held));
    }

    [GlobalSetup(Target = nameof(FromBuildToRun))]
    public async Task BeginWatch()
    {
        (_plugin, _end) = (new WatchedPlugin(), new CancellationTokenSource());
        _runs = new WatchedRuns(_plugin.Run);
        _watch = PipelineWatch.RunAsync(new WatchOptions { File = _plugin.Pipeline, Folders = [_plugin.Folder], WatchedFolders = [_plugin.Folder] }, _runs, _end.Token);
        if (await _runs.BegunAsync() != 0) throw new InvalidOperationException("The first run is begun for no change.");
    }

    [IterationSetup(Target = nameof(Reload))]
    public void Build() => _plugin!.Build();

    [IterationSetup(Target = nameof(FromBuildToRun))]
    public void AwaitQuiet() => _runs!.WaitingAsync().GetAwaiter().GetResult();

    [GlobalCleanup]
    public async Task Remove()
    {
        if (_end is not null) await _end.CancelAsync();
        if (_watch is not null) await _watch;
        _plugins?.Dispose();
        _plugin?.Dispose();
        _end?.Dispose();
    }

    [Benchmark]
    public Task<string> Reload()
    {
        var host = _plugins!.HostFor(PluginCatalog.Discover([_plugin!.Folder]));
        return Task.FromResult(host.Activate(host.Catalog.Plugins.Single()).Plugin.ContentHash);
    }

    [Benchmark]
    public async Task<int> FromBuildToRun()
    {
        _plugin!.Build();
        return await _runs!.BegunAsync() == 1 ? 1 : throw new InvalidOperationException("The run is begun for the plugin alone.");
    }
}

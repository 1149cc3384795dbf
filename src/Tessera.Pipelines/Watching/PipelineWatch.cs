using Tessera.Hosting.Activation;
using Tessera.Hosting.Catalog;
using Tessera.Hosting.Reloading;
using Tessera.Pipelines.Loading;
using Tessera.Pipelines.Running;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Pipelines.Watching;

/// <summary>Runs a pipeline again whenever its file or the build of a plugin changes. What does not follow from the change is taken over from the run before, as in any run.</summary>
public sealed class PipelineWatch
{
    private readonly WatchOptions _options;
    private readonly IWatchObserver _observer;
    private readonly ReloadingPlugins _plugins;
    private WatchedState? _before;
    private bool _isRight;

    private PipelineWatch(WatchOptions options, IWatchObserver observer, ReloadingPlugins plugins) => (_options, _observer, _plugins) = (options, observer, plugins);

    /// <summary>Runs a pipeline, and again after each change, until it is told to end.</summary>
    /// <param name="options">What is watched.</param>
    /// <param name="observer">Hears of what happens.</param>
    /// <param name="cancellationToken">Ends the watch, and a run that is under way.</param>
    /// <returns>A task that ends when the watch has ended. A mistake does not end it: what is wrong is told, and the next change is waited for.</returns>
    public static async Task RunAsync(WatchOptions options, IWatchObserver observer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(observer);
        using var plugins = new ReloadingPlugins(options.WatchedFolders, options.Loggers, options.Time);
        await new PipelineWatch(options, observer, plugins).RunAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        var changed = _options.Time.GetTimestamp();
        var files = WatchedFiles.At([]);
        while (!cancellationToken.IsCancellationRequested)
        {
            files = await RunOnceAsync(files, changed, cancellationToken).ConfigureAwait(false);
            if (cancellationToken.IsCancellationRequested) return;
            _observer.Wait([Path.GetFileName(_options.File), .. _isRight ? _before!.Plugins.Select(plugin => plugin.Id) : _options.WatchedFolders]);
            try
            {
                changed = await files.ChangeAsync(_options.Time, cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }

            files = WatchedFiles.At(files.Places);
        }
    }

    /// <returns>What is to be watched from now on, as it was before the run: what changes meanwhile is a change, too.</returns>
    private async Task<WatchedFiles> RunOnceAsync(WatchedFiles files, long changed, CancellationToken cancellationToken)
    {
        files = files.And([new WatchedPlace(Path.GetFullPath(_options.File))]);
        var catalog = PluginCatalog.Discover(_options.Folders);
        var text = WatchedState.TextOf(_options.File);
        var loaded = PipelineLoader.Load(_options.File, _options.Overrides, catalog);
        files = files.And(PlacesFor(loaded.Pipeline, catalog));
        try
        {
            if (loaded.Pipeline is { } pipeline) await RunAsync(WatchedState.Of(pipeline, text, _plugins.Watches), catalog, changed, cancellationToken).ConfigureAwait(false);
            else Refuse(loaded.Diagnostics);
            if (await _plugins.FindHeldAsync(cancellationToken).ConfigureAwait(false) is { Count: > 0 } held) _observer.Tell(held);
        }
        catch (TesseraException problem)
        {
            Refuse(problem.Diagnostics);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            Refuse([Diagnostic.Error("TESS2092", $"Something that is watched or written could not be read or written: {problem.Message}", remedy: "It is tried again after the next change.")]);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Nothing is left to be told.
        }

        return files.Only(PlacesFor(loaded.Pipeline, catalog));
    }

    private async Task RunAsync(WatchedState now, PluginCatalog catalog, long changed, CancellationToken cancellationToken)
    {
        var pipeline = now.Pipeline;
        var (before, wasRight) = (_before, _isRight);
        var others = before is null ? [] : now.ChangedSince(before);
        // Files may be touched, or written anew as they were.
        if (before is not null && wasRight && others.Count == 0 && now.HasTextOf(before)) return;
        (_before, _isRight) = (now, true);

        var began = _options.Time.GetTimestamp();
        await using var host = _plugins.HostFor(catalog);
        foreach (var plugin in now.Plugins) host.Activate(plugin);
        var (reload, sinceWritten) = (_options.Time.GetElapsedTime(began), _options.Time.GetElapsedTime(changed));

        var changes = others.Select(plugin => new WatchedChange($"{plugin.Id} {plugin.Manifest!.Version}", now.UsersOf(plugin), reload, sinceWritten)).ToList();
        if (before is not null && !now.HasTextOf(before)) changes.Insert(0, new WatchedChange(Path.GetFileName(pipeline.File), [], null, sinceWritten));
        await RunAsync(pipeline, host, _observer.Begin(pipeline, changes), cancellationToken).ConfigureAwait(false);
    }

    private async Task RunAsync(Pipeline pipeline, PluginHost host, RunOptions options, CancellationToken cancellationToken)
    {
        RunSummary? summary = null;
        try
        {
            summary = await PipelineRun.ExecuteAsync(pipeline, options, host, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await _observer.EndAsync(summary).ConfigureAwait(false);
        }
    }

    private void Refuse(IReadOnlyList<Diagnostic> diagnostics)
    {
        _isRight = false;
        _observer.Tell(diagnostics);
    }

    // Of the folders that were named, the plugins that are used; while something is wrong, also those that could be what is missing.
    private IReadOnlyList<WatchedPlace> PlacesFor(Pipeline? pipeline, PluginCatalog catalog)
    {
        var watched = _options.WatchedFolders.Select(Path.GetFullPath).ToList();
        var used = (pipeline?.Plugins ?? _before?.Pipeline.Plugins ?? []).Select(plugin => plugin.Folder).ToHashSet(StringComparer.Ordinal);
        var plugins = catalog.Plugins.Where(_plugins.Watches).Select(plugin => plugin.Folder).Where(folder => !_isRight || used.Contains(folder))
            .Union(_before?.Plugins.Select(plugin => plugin.Folder) ?? []).ToList();
        return
        [
            new WatchedPlace(Path.GetFullPath(_options.File)),
            .. watched.Select(folder => new WatchedPlace(folder)),
            .. plugins.Select(folder => new WatchedPlace(folder, WithFolders: true)),
            // Beside an installed version lies the file that says which one is in use.
            .. plugins.Except(watched).Select(folder => new WatchedPlace(Path.GetDirectoryName(folder)!)),
        ];
    }
}

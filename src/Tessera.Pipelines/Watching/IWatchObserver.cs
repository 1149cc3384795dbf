using Tessera.Pipelines.Loading;
using Tessera.Pipelines.Running;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Pipelines.Watching;

/// <summary>Hears of what a watch does, one call at a time.</summary>
public interface IWatchObserver
{
    /// <summary>A run begins.</summary>
    /// <param name="pipeline">What is run.</param>
    /// <param name="changes">Why; empty for the first time.</param>
    /// <returns>How it is to be run.</returns>
    RunOptions Begin(Pipeline pipeline, IReadOnlyList<WatchedChange> changes);

    /// <summary>A run ended, well or badly.</summary>
    /// <param name="summary">How; null where it could not be begun.</param>
    /// <returns>A task that ends when it was told.</returns>
    Task EndAsync(RunSummary? summary);

    /// <summary>Something is wrong with the pipeline, a plugin, or the run's folder: the next change is waited for.</summary>
    /// <param name="diagnostics">What.</param>
    void Tell(IReadOnlyList<Diagnostic> diagnostics);

    /// <summary>A change is waited for.</summary>
    /// <param name="subjects">Of what: the pipeline's file and plugins, or folders while something is wrong with them.</param>
    void Wait(IReadOnlyList<string> subjects);
}

namespace Tessera.Pipelines.Watching;

/// <summary>Why a pipeline is run again.</summary>
/// <param name="Subject">What changed: the pipeline's file, or a plugin with its version.</param>
/// <param name="Steps">The steps that use it; empty for the pipeline's file, whose steps decide by their inputs.</param>
/// <param name="Reload">How long it took to let go of the earlier build, and to verify, load and compose the new one; null for the pipeline's file.</param>
/// <param name="SinceWritten">The time from the last change that was seen until all was ready to run.</param>
public sealed record WatchedChange(string Subject, IReadOnlyList<string> Steps, TimeSpan? Reload, TimeSpan SinceWritten);

namespace Tessera.Pipelines.Running;

/// <summary>How a pipeline is run.</summary>
public sealed record RunOptions
{
    /// <summary>The run's folder; a folder of an earlier run of the same pipeline is gone on with.</summary>
    public required string Folder { get; init; }

    /// <summary>How many steps may run side by side. Results do not depend on it.</summary>
    /// <value>The default value is the number of processors.</value>
    public int Parallelism { get; init; } = Environment.ProcessorCount;

    /// <summary>Whether to run with other plugins than the pipeline is locked to, or than finished steps of the run were done with; that is then a warning.</summary>
    /// <value>The default value is false: such a run is refused.</value>
    public bool IgnoreLock { get; init; }

    /// <summary>The time that the journal tells.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Whether it is a warning that steps are done anew because a plugin is not the one they were done with.</summary>
    /// <value>The default value is true.</value>
    public bool WarnsOfOtherPlugins { get; init; } = true;

    /// <summary>Hears of what happens; null for nobody.</summary>
    public IRunObserver? Observer { get; init; }
}

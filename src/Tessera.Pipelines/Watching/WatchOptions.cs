using Microsoft.Extensions.Logging;

namespace Tessera.Pipelines.Watching;

/// <summary>What is watched.</summary>
public sealed record WatchOptions
{
    /// <summary>The pipeline's file.</summary>
    public required string File { get; init; }

    /// <summary>What is replaced in it, as <c>--set</c> gives it.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Overrides { get; init; } = [];

    /// <summary>All folders of plugins.</summary>
    public required IReadOnlyList<string> Folders { get; init; }

    /// <summary>Those of <see cref="Folders"/> in which builds of plugins may change.</summary>
    public IReadOnlyList<string> WatchedFolders { get; init; } = [];

    /// <summary>Makes the loggers that parts receive; null for none.</summary>
    public ILoggerFactory? Loggers { get; init; }

    /// <summary>The time that parts receive and waits are measured by.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}

using Tessera.Hosting.Catalog;
using Tessera.Pipelines.Running;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Cli.Output;

/// <summary>What enumerations are called in output. Written out, as asking for their names costs a listing more than reading a manifest.</summary>
internal static class Words
{
    public static string For(PluginStatus status) => status switch
    {
        PluginStatus.Ready => "ready",
        PluginStatus.Invalid => "invalid",
        PluginStatus.Unsupported => "unsupported",
        PluginStatus.Shadowed => "shadowed",
        _ => throw new ArgumentOutOfRangeException(nameof(status)),
    };

    public static string For(RunState state) => state switch
    {
        RunState.Succeeded => "succeeded",
        RunState.Failed => "failed",
        RunState.Interrupted => "interrupted",
        RunState.Running => "running",
        RunState.Killed => "killed",
        RunState.Damaged => "damaged",
        _ => throw new ArgumentOutOfRangeException(nameof(state)),
    };

    public static string For(DiagnosticSeverity severity) => severity switch
    {
        DiagnosticSeverity.Information => "information",
        DiagnosticSeverity.Warning => "warning",
        DiagnosticSeverity.Error => "error",
        _ => throw new ArgumentOutOfRangeException(nameof(severity)),
    };
}

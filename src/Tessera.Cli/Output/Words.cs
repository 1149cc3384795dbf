using Tessera.Hosting.Catalog;
using Tessera.Pipelines.Running;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Cli.Output;

/// <summary>What enumerations are called in output. Written out, as asking for their names costs a listing more than reading a manifest.</summary>
internal static class Words
{
    /// <summary>Text from anyone, without what a terminal would obey.</summary>
    public static string Harmless(string text) =>
        text.AsSpan().ContainsAnyInRange('\u0000', '\u001f') || text.AsSpan().ContainsAnyInRange('\u007f', '\u009f')
            ? string.Create(text.Length, text, static (shown, text) =>
            {
                for (var i = 0; i < shown.Length; i++) shown[i] = char.IsControl(text[i]) && text[i] is not ('\n' or '\t') ? '\ufffd' : text[i];
            })
            : text;

    public static string For(PluginStatus status) => status switch
    {
        PluginStatus.Ready => "ready",
        PluginStatus.Invalid => "invalid",
        PluginStatus.Unsupported => "unsupported",
        PluginStatus.Shadowed => "shadowed",
        PluginStatus.Disabled => "disabled",
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

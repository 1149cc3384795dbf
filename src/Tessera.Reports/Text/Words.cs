using System.Globalization;
using Tessera.Pipelines.Running;

namespace Tessera.Reports.Text;

/// <summary>Statuses and times as people read them, the same in every country.</summary>
internal static class Words
{
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    public static string For(RunStatus status) => status switch
    {
        RunStatus.Succeeded => "succeeded",
        RunStatus.Failed => "failed",
        _ => "interrupted",
    };

    public static string For(StepResult step) => step.Status switch
    {
        StepStatus.Succeeded => step.Reused ? "reused" : "succeeded",
        StepStatus.Failed => "failed",
        StepStatus.Skipped => "skipped",
        _ => "interrupted",
    };

    public static string For(DateTimeOffset time) => time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss 'UTC'", Invariant);

    public static string Machine(DateTimeOffset time) => time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", Invariant);

    public static string Seconds(double seconds) => seconds.ToString("0.0", Invariant);

    public static string Duration(double seconds) => seconds switch
    {
        < 120 => string.Create(Invariant, $"{seconds:0.0} s"),
        < 7200 => string.Create(Invariant, $"{Math.Floor(seconds / 60):0} min {seconds % 60:00} s"),
        _ => string.Create(Invariant, $"{Math.Floor(seconds / 3600):0} h {Math.Floor(seconds / 60) % 60:00} min"),
    };
}

using System.Globalization;
using Tessera.Pipelines.Running;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Cli.Output;

/// <summary>Tells a person how a run goes: a line when a step begins and ends, and on a terminal one changing line between.</summary>
internal sealed class ProgressLines(TextWriter output) : IRunObserver
{
    private readonly bool _live = !Console.IsErrorRedirected;
    private bool _dirty;

    public void StepStarted(string step, bool reused)
    {
        if (!reused) Line($"  ...   {step}");
    }

    public void Warned(Diagnostic diagnostic) => Line("  " + diagnostic);

    public void StepProgressed(string step, double? fraction, string message)
    {
        if (!_live) return;
        var share = fraction is { } part ? string.Create(CultureInfo.InvariantCulture, $"{Math.Clamp(part, 0, 1) * 100,3:0}%") : "    ";
        var text = $"  {share}  {step}: {message.ReplaceLineEndings(" ")}";
        var width = Math.Max(20, Console.WindowWidth - 1);
        output.Write($"\r{(text.Length > width ? text[..width] : text.PadRight(width))}");
        _dirty = true;
    }

    public void StepEnded(StepResult result)
    {
        var word = result.Reused ? "reused" : result.Status switch
        {
            StepStatus.Succeeded => "done  ",
            StepStatus.Failed => "FAILED",
            StepStatus.Skipped => "skip  ",
            _ => "stop  ",
        };
        Line(string.Create(CultureInfo.InvariantCulture, $"  {word}{(result.Reused ? "" : " ")} {result.Name}  {result.Seconds:0.0} s"));
        if (result.Error is { } error && result.Status == StepStatus.Failed) Line("    " + error.ReplaceLineEndings("\n    "));
    }

    private void Line(string text)
    {
        if (_dirty) output.Write($"\r{new string(' ', Math.Max(20, Console.WindowWidth - 1))}\r");
        _dirty = false;
        output.WriteLine(text);
    }
}

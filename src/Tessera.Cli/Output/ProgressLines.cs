using System.Globalization;
using Tessera.Pipelines.Running;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Cli.Output;

/// <summary>
/// Tells a person how a run goes: a line when a step begins and ends, and between them one changing line on a terminal,
/// or elsewhere a line now and then.
/// </summary>
internal sealed class ProgressLines(TextWriter output, TimeProvider time) : IRunObserver
{
    private static readonly TimeSpan _pause = TimeSpan.FromSeconds(10);

    private readonly bool _live = !Console.IsErrorRedirected;
    private readonly Lock _lock = new();
    private bool _dirty;
    private bool _interrupted;
    private long _last = time.GetTimestamp();

    /// <summary>Whether there is a line that changes, which others must not write into.</summary>
    public bool IsLive => _live;

    public void StepStarted(string step, bool reused)
    {
        if (!reused) Line($"  ...   {step}");
    }

    public void Warned(Diagnostic diagnostic) => Line("  " + diagnostic);

    public void StepProgressed(string step, double? fraction, string message)
    {
        var share = fraction is { } part ? string.Create(CultureInfo.InvariantCulture, $"{Math.Clamp(part, 0, 1) * 100,3:0}%") : "    ";
        var text = $"  {share}  {step}: {message.ReplaceLineEndings(" ")}";
        lock (_lock)
        {
            if (_live) Change(text);
            else if (time.GetElapsedTime(_last) >= _pause) Line(text);
        }
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

    /// <summary>Writes what somebody else has to say, such as an agent that talks with a person.</summary>
    public void Beside(string text)
    {
        if (text.Length == 0) return;
        lock (_lock)
        {
            Clear();
            output.Write(text);
            _interrupted = text[^1] != '\n';
        }
    }

    // Where somebody else has begun a line, such as a prompt, the changing line waits until it ends.
    private void Change(string text)
    {
        if (_interrupted) return;
        var width = Math.Max(20, Console.WindowWidth - 1);
        output.Write($"\r{(text.Length > width ? text[..(width - 1)] + "…" : text.PadRight(width))}");
        _dirty = true;
    }

    private void Line(string text)
    {
        lock (_lock)
        {
            Clear();
            if (_interrupted) output.WriteLine();
            _interrupted = false;
            output.WriteLine(text);
            _last = time.GetTimestamp();
        }
    }

    private void Clear()
    {
        if (_dirty) output.Write($"\r{new string(' ', Math.Max(20, Console.WindowWidth - 1))}\r");
        _dirty = false;
    }
}

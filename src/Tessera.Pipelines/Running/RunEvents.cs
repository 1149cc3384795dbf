using System.Text.Json.Nodes;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Pipelines.Running;

/// <summary>Tells the journal and the observer of what happens, one event at a time.</summary>
internal sealed class RunEvents(RunJournal journal, IRunObserver? observer)
{
    private readonly Lock _telling = new();
    private readonly List<string> _warnings = [];

    public IReadOnlyList<string> Warnings
    {
        get
        {
            lock (_telling) return [.. _warnings];
        }
    }

    public void RunStarted(string pipeline) => journal.Write("runStarted", ("pipeline", pipeline));

    public void RunEnded(RunStatus status) => journal.Write("runEnded", ("status", Word(status)));

    public void Warned(Diagnostic warning)
    {
        journal.Write("warning", ("id", warning.Id), ("message", warning.Message));
        lock (_telling)
        {
            _warnings.Add(warning.ToString());
            observer?.Warned(warning);
        }
    }

    public void Started(string step, string key, bool reused)
    {
        journal.Write(reused ? "stepReused" : "stepStarted", ("step", step), ("key", key));
        lock (_telling) observer?.StepStarted(step, reused);
    }

    public void Progress(string step, double? fraction, string message)
    {
        journal.Write("progress", ("step", step), ("fraction", fraction), ("message", message));
        lock (_telling) observer?.StepProgressed(step, fraction, message);
    }

    public void Metric(string step, string name, double value) =>
        journal.Write("metric", ("step", step), ("name", name), ("value", double.IsFinite(value) ? value : value.ToString(System.Globalization.CultureInfo.InvariantCulture)));

    public void Ended(StepResult result)
    {
        journal.Write("stepEnded", ("step", result.Name), ("status", Word(result.Status)), ("seconds", result.Seconds), ("error", result.Error));
        lock (_telling) observer?.StepEnded(result);
    }

    private static JsonNode Word<T>(T value) where T : struct, Enum => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}

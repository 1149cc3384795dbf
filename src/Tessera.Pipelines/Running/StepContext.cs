using System.Text.Json.Nodes;
using Tessera.Sdk.Findings;
using Tessera.Sdk.Randomness;
using Tessera.Sdk.Steps;

namespace Tessera.Pipelines.Running;

/// <summary>The run as one step sees it. Steps may call it from several threads.</summary>
internal sealed class StepContext(string stepName, Seed seed, string folder, RunEvents events) : IStepContext
{
    private readonly Lock _recording = new();
    private readonly SortedDictionary<string, double> _metrics = new(StringComparer.Ordinal);
    private readonly List<Finding> _findings = [];
    private readonly SummaryLists _summary = new();
    private bool _isClosed;

    public string StepName { get; } = stepName;

    public Seed Seed { get; } = seed;

    public string Folder { get; } = folder;

    public IReadOnlyDictionary<string, double> Metrics
    {
        get { lock (_recording) return new SortedDictionary<string, double>(_metrics, StringComparer.Ordinal); }
    }

    public IReadOnlyList<Finding> Findings
    {
        get { lock (_recording) return [.. _findings]; }
    }

    public JsonObject? Summary
    {
        get { lock (_recording) return _summary.ToJson(); }
    }

    public void ReportProgress(double? fraction, string message)
    {
        lock (_recording)
        {
            if (!_isClosed) events.Progress(StepName, fraction, message);
        }
    }

    public void RecordMetric(string name, double value)
    {
        lock (_recording)
        {
            if (_isClosed) return;
            _metrics[name] = value;
            events.Metric(StepName, name, value);
        }
    }

    public void AddFinding(Finding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        lock (_recording)
        {
            if (!_isClosed) _findings.Add(finding);
        }
    }

    public void Summarise(string list, JsonNode entry)
    {
        lock (_recording)
        {
            if (!_isClosed) _summary.Add(list, entry);
        }
    }

    /// <summary>Whether a later run does the step anew.</summary>
    public bool IsForThisRunOnly { get; private set; }

    public void KeepForThisRunOnly() => IsForThisRunOnly = true;

    /// <summary>The step has ended: what it left running, such as a timer, is not heard any more.</summary>
    public void Close()
    {
        lock (_recording) _isClosed = true;
    }
}

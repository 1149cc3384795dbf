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

    public void ReportProgress(double? fraction, string message) => events.Progress(StepName, fraction, message);

    public void RecordMetric(string name, double value)
    {
        lock (_recording) _metrics[name] = value;
        events.Metric(StepName, name, value);
    }

    public void AddFinding(Finding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        lock (_recording) _findings.Add(finding);
    }
}

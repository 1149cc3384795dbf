using System.Text.Json.Nodes;
using Tessera.Sdk.Findings;
using Tessera.Sdk.Randomness;
using Tessera.Sdk.Steps;
using Tessera.Sdk.Testing.Repetition;

namespace Tessera.Sdk.Testing.Steps;

/// <summary>A run that keeps what a step tells it.</summary>
internal sealed class TrialContext(string folder, Seed seed, Action? onProgress) : IStepContext
{
    private readonly Lock _lock = new();
    private readonly List<(double? Fraction, string Message)> _progress = [];
    private readonly List<KeyValuePair<string, double>> _metrics = [];
    private readonly List<Finding> _findings = [];
    private readonly List<KeyValuePair<string, string>> _summary = [];
    private int _late;
    private bool _ended;

    public string StepName => "conformance";

    public Seed Seed => seed;

    public string Folder => folder;

    public IReadOnlyList<(double? Fraction, string Message)> Progress => Copy(_progress);

    public IReadOnlyList<KeyValuePair<string, double>> Metrics => Copy(_metrics);

    public IReadOnlyList<Finding> Findings => Copy(_findings);

    /// <summary>The entries as JSON, by list.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Summary => Copy(_summary);

    /// <summary>How often something was told after the step had ended.</summary>
    public int Late
    {
        get
        {
            lock (_lock) return _late;
        }
    }

    public void ReportProgress(double? fraction, string message)
    {
        Keep(_progress, (fraction, message));
        onProgress?.Invoke();
    }

    public void RecordMetric(string name, double value) => Keep(_metrics, new(name, value));

    public void AddFinding(Finding finding) => Keep(_findings, finding);

    public void Summarise(string list, JsonNode entry)
    {
        ArgumentException.ThrowIfNullOrEmpty(list);
        Keep(_summary, new(list, ComparableText.Of(entry)));
    }

    /// <summary>From now on, whatever is told comes too late.</summary>
    public void End()
    {
        lock (_lock) _ended = true;
    }

    private void Keep<TItem>(List<TItem> items, TItem item)
    {
        lock (_lock)
        {
            if (_ended) _late++;
            else items.Add(item);
        }
    }

    private IReadOnlyList<TItem> Copy<TItem>(List<TItem> items)
    {
        lock (_lock) return [.. items];
    }
}

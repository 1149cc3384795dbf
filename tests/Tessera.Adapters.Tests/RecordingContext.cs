using System.Text.Json.Nodes;
using Tessera.Sdk.Findings;
using Tessera.Sdk.Randomness;
using Tessera.Sdk.Steps;

namespace Tessera.Adapters.Tests;

/// <summary>A step's context that keeps what it is told; the folder is real and lies in one of its own.</summary>
internal sealed class RecordingContext : IStepContext, IDisposable
{
    private readonly TemporaryFolder _around = new();

    public RecordingContext() => Directory.CreateDirectory(Folder);

    public List<Finding> Findings { get; } = [];

    public Dictionary<string, double> Metrics { get; } = [];

    public List<(string List, JsonNode Entry)> Summary { get; } = [];

    public string StepName => "experts";

    public Seed Seed { get; set; } = new(1);

    public string Folder => Path.Combine(_around.Path, "step");

    /// <summary>All files that the step wrote, and any that came to lie beside its folder.</summary>
    public IEnumerable<string> Files => Directory.EnumerateFiles(_around.Path, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(_around.Path, file));

    /// <summary>What was told of progress.</summary>
    public List<string> Told { get; } = [];

    /// <summary>How far the step said that it was.</summary>
    public List<double?> Fractions { get; } = [];

    /// <summary>Who is told of progress; null for nobody.</summary>
    public Action<string>? Watching { get; set; }

    public void ReportProgress(double? fraction, string message)
    {
        Told.Add(message);
        Fractions.Add(fraction);
        Watching?.Invoke(message);
    }

    public void RecordMetric(string name, double value) => Metrics[name] = value;

    public void AddFinding(Finding finding) => Findings.Add(finding);

    public void Summarise(string list, JsonNode entry) => Summary.Add((list, entry));

    public void Dispose() => _around.Dispose();
}

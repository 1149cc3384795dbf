using System.Text.Json.Nodes;
using Tessera.Sdk.Findings;
using Tessera.Sdk.Randomness;
using Tessera.Sdk.Steps;

namespace Acme.Plugin1.Tests;

/// <summary>A step's context that keeps what it is told.</summary>
internal sealed class RecordingContext : IStepContext, IDisposable
{
    public Dictionary<string, double> Metrics { get; } = [];

    public List<Finding> Findings { get; } = [];

    public string StepName => "step";

    public Seed Seed { get; } = new(1);

    public string Folder { get; } = Directory.CreateTempSubdirectory("step-").FullName;

    public void ReportProgress(double? fraction, string message)
    {
    }

    public void RecordMetric(string name, double value) => Metrics[name] = value;

    public void AddFinding(Finding finding) => Findings.Add(finding);

    public void Summarise(string list, JsonNode entry)
    {
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}

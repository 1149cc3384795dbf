using System.Text.Json.Nodes;
using Tessera.Sdk.Findings;
using Tessera.Sdk.Randomness;
using Tessera.Sdk.Steps;

namespace Tessera.Language.Tests;

/// <summary>A step's context that keeps what it is told; the folder is real.</summary>
internal sealed class RecordingContext(ulong seed = 1) : IStepContext, IDisposable
{
    public List<Finding> Findings { get; } = [];

    public List<string> Progress { get; } = [];

    public Dictionary<string, double> Metrics { get; } = [];

    public string StepName => "prompt";

    public Seed Seed { get; } = new(seed);

    public string Folder { get; } = Directory.CreateTempSubdirectory("prompt-step-").FullName;

    public void ReportProgress(double? fraction, string message) => Progress.Add(message);

    public void RecordMetric(string name, double value) => Metrics[name] = value;

    public void AddFinding(Finding finding) => Findings.Add(finding);

    public List<JsonNode> Summary { get; } = [];

    public void Summarise(string list, JsonNode entry) => Summary.Add(entry);

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}

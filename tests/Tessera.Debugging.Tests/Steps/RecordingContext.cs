using System.Text.Json.Nodes;
using Tessera.Sdk.Findings;
using Tessera.Sdk.Randomness;
using Tessera.Sdk.Steps;

namespace Tessera.Debugging.Tests.Steps;

/// <summary>A step's context that keeps what it is told; the folder is real.</summary>
internal sealed class RecordingContext(string folder) : IStepContext
{
    public List<Finding> Findings { get; } = [];

    public Dictionary<string, double> Metrics { get; } = [];

    public string StepName => "repair";

    public Seed Seed { get; } = new(1);

    public string Folder { get; } = folder;

    /// <summary>What was told while the step worked, in its order.</summary>
    public List<string> Progress { get; } = [];

    public void ReportProgress(double? fraction, string message)
    {
        lock (Progress) Progress.Add(FormattableString.Invariant($"{fraction:0.00} {message}"));
    }

    /// <summary>Whether a later run would do the step anew.</summary>
    public bool IsForThisRunOnly { get; private set; }

    public void KeepForThisRunOnly() => IsForThisRunOnly = true;

    public void RecordMetric(string name, double value) => Metrics[name] = value;

    public void AddFinding(Finding finding) => Findings.Add(finding);

    public void Summarise(string list, JsonNode entry) => throw new NotSupportedException("Nothing of a repair goes to the summary.");
}

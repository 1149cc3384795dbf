using System.Text.Json.Nodes;
using Tessera.Sdk.Findings;
using Tessera.Sdk.Randomness;
using Tessera.Sdk.Steps;

namespace Tessera.Benchmarks.Episodes;

/// <summary>What a step is given by a pipeline, which here only keeps its folder.</summary>
/// <param name="folder">The folder.</param>
internal sealed class StepFolder(string folder) : IStepContext
{
    public string StepName => "repair";

    public Seed Seed { get; } = new(1);

    public string Folder { get; } = folder;

    public void ReportProgress(double? fraction, string message)
    {
    }

    public void RecordMetric(string name, double value)
    {
    }

    public void AddFinding(Finding finding)
    {
    }

    public void Summarise(string list, JsonNode entry)
    {
    }
}

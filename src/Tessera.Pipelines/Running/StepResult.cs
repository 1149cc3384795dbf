using System.Text.Json.Nodes;
using Tessera.Pipelines.Loading;
using Tessera.Sdk.Findings;

namespace Tessera.Pipelines.Running;

/// <summary>How a step of a run ended, as the summary tells.</summary>
public sealed record StepResult
{
    /// <summary>The step's name in the pipeline.</summary>
    public required string Name { get; init; }

    /// <summary>The part that did the work.</summary>
    public required string Uses { get; init; }

    /// <summary>How it ended.</summary>
    public required StepStatus Status { get; init; }

    /// <summary>Whether it was done in an earlier run and taken over.</summary>
    public bool Reused { get; init; }

    /// <summary>What it depends on, as a hash: a step that is done is never run again under the same key. Empty for a step that was not begun.</summary>
    public required string Key { get; init; }

    /// <summary>SHA-256 over what it handed over and over its files, in hexadecimal; null unless it succeeded.</summary>
    public string? OutputHash { get; init; }

    /// <summary>How long the work took, in seconds; when it was done, if it was taken over.</summary>
    public double Seconds { get; init; }

    /// <summary>What went wrong; null when nothing did.</summary>
    public string? Error { get; init; }

    /// <summary>The output, where it is stored as JSON; otherwise null.</summary>
    public JsonNode? Output { get; init; }

    /// <summary>The final value of each metric.</summary>
    public IReadOnlyDictionary<string, double> Metrics { get; init; } = new Dictionary<string, double>();

    /// <summary>What it found, for people to look at.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>What it adds to lists of the summary, by the lists' names; the summary itself tells it only there.</summary>
    public JsonObject? Summary { get; init; }

    internal static StepResult Begun(PipelineStep step) => new() { Name = step.Name, Uses = step.Part.Uses, Key = "", Status = StepStatus.Failed };
}

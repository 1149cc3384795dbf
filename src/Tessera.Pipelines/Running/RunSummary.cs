using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tessera.Pipelines.Running;

/// <summary>What <c>summary.json</c> tells of a run.</summary>
public sealed record RunSummary
{
    /// <summary>The pipeline's name.</summary>
    public required string Pipeline { get; init; }

    /// <summary>How the run ended.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>The run's folder, absolute.</summary>
    public required string Folder { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>How long it took, in seconds.</summary>
    public required double Seconds { get; init; }

    /// <summary>How its steps ended, in the order of the plan.</summary>
    public required IReadOnlyList<StepResult> Steps { get; init; }

    /// <summary>What the person at the keyboard should know beside, such as that a run went on with another version of a plugin.</summary>
    /// <value>The default value is empty.</value>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>What steps added by <see cref="Sdk.Steps.IStepContext.Summarise"/>: lists by their names, which stand beside the properties above.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement> Lists { get; init; } = new Dictionary<string, JsonElement>();
}

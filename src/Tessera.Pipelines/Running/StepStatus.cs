using System.Text.Json.Serialization;

namespace Tessera.Pipelines.Running;

/// <summary>How a step of a run ended.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<StepStatus>))]
public enum StepStatus
{
    /// <summary>It did its work, now or before.</summary>
    [JsonStringEnumMemberName("succeeded")]
    Succeeded,

    /// <summary>It failed.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,

    /// <summary>It was not begun, because a step that it needs failed.</summary>
    [JsonStringEnumMemberName("skipped")]
    Skipped,

    /// <summary>The run was interrupted before it was done.</summary>
    [JsonStringEnumMemberName("interrupted")]
    Interrupted,
}

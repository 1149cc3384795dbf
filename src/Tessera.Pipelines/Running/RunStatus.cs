using System.Text.Json.Serialization;

namespace Tessera.Pipelines.Running;

/// <summary>How a run ended.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RunStatus>))]
public enum RunStatus
{
    /// <summary>Every step did its work.</summary>
    [JsonStringEnumMemberName("succeeded")]
    Succeeded,

    /// <summary>A step failed.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,

    /// <summary>It was interrupted and can be gone on with.</summary>
    [JsonStringEnumMemberName("interrupted")]
    Interrupted,
}

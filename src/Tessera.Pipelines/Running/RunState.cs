using System.Text.Json.Serialization;

namespace Tessera.Pipelines.Running;

/// <summary>How things stand with a run's folder.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RunState>))]
public enum RunState
{
    /// <summary>The run ended, and every step did its work.</summary>
    [JsonStringEnumMemberName("succeeded")]
    Succeeded,

    /// <summary>The run ended, and a step failed.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,

    /// <summary>The run was interrupted and can be gone on with.</summary>
    [JsonStringEnumMemberName("interrupted")]
    Interrupted,

    /// <summary>A process is running it.</summary>
    [JsonStringEnumMemberName("running")]
    Running,

    /// <summary>Its process died before it could write a summary. The run can be gone on with.</summary>
    [JsonStringEnumMemberName("killed")]
    Killed,

    /// <summary>Its summary cannot be read.</summary>
    [JsonStringEnumMemberName("damaged")]
    Damaged,
}

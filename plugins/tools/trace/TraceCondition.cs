using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Tessera.Tools.Trace;

/// <summary>A condition on the calls that are shown.</summary>
public sealed class TraceCondition
{
    /// <summary>The expression.</summary>
    [Description("A Python expression over the function's variables, such as `len(items) > 3`.")]
    [JsonPropertyName("expr")]
    public required string Expression { get; set; }

    /// <summary>When it is evaluated.</summary>
    /// <value>The default value is <see cref="TraceMoment.Entry"/>.</value>
    [Description("When to evaluate it. Default: entry.")]
    [JsonPropertyName("at")]
    public TraceMoment At { get; set; }
}

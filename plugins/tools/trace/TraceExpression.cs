using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Tessera.Tools.Trace;

/// <summary>An expression that is evaluated when a line is reached.</summary>
public sealed class TraceExpression
{
    /// <summary>The line.</summary>
    [Description("Where: `path.py:LINE`.")]
    [JsonPropertyName("line")]
    public required string Line { get; set; }

    /// <summary>The expression.</summary>
    [Description("A Python expression.")]
    [JsonPropertyName("expr")]
    public required string Expression { get; set; }

    /// <summary>Which time the line is reached.</summary>
    /// <value>The default value is 1.</value>
    [Description("Which time the line is reached, from 1. Default: 1.")]
    [Range(1, 1_000_000_000)]
    [JsonPropertyName("hit")]
    public int Hit { get; set; } = 1;
}

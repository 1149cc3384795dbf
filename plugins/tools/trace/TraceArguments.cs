using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Tessera.Tools.Trace;

/// <summary>Arguments of the tool <c>trace</c>.</summary>
public sealed class TraceArguments
{
    /// <summary>The functions to trace.</summary>
    [Description("The functions to trace: `path.py:function` or `path.py:Class.method`, `path.py:LINE` for the function around a line, `path.py:function#3` for its third call alone, or the identity of a call that an earlier trace named.")]
    [MinLength(1)]
    [JsonPropertyName("functions")]
    public required IReadOnlyList<string> Functions { get; set; }

    /// <summary>The program.</summary>
    /// <value>The default value is null: the project's own.</value>
    [Description("The program to run, such as `python3 main.py`, `python3 -m pytest tests/test_x.py` or `python3 -m unittest`. Left out: the project's own.")]
    [JsonPropertyName("entrypoint")]
    public string? EntryPoint { get; set; }

    /// <summary>Which calls are shown.</summary>
    /// <value>The default value is 3.</value>
    [Description("Which calls of each function to show: a number for the first ones, `last`, or `raising` for those that end in an exception. Default: 3.")]
    [JsonPropertyName("calls")]
    public string Calls { get; set; } = "3";

    /// <summary>A condition on the calls.</summary>
    /// <value>The default value is null: every call counts.</value>
    [Description("Shows only calls for which an expression is true.")]
    [JsonPropertyName("when")]
    public TraceCondition? When { get; set; }

    /// <summary>How many turns of a loop are shown.</summary>
    /// <value>The default value is 2.</value>
    [Description("How many turns of each loop to show line by line; the others are folded. Default: 2.")]
    [Range(1, 50)]
    [JsonPropertyName("loop")]
    public int Loop { get; set; } = 2;

    /// <summary>Variables that are shown at length.</summary>
    /// <value>The default value is an empty list.</value>
    [Description("Variables whose values are shown at greater length.")]
    [JsonPropertyName("watch")]
    public IReadOnlyList<string> Watch { get; set; } = [];

    /// <summary>Expressions that are evaluated on the way.</summary>
    /// <value>The default value is an empty list.</value>
    [Description("Expressions to evaluate when a line is reached.")]
    [JsonPropertyName("evaluate")]
    public IReadOnlyList<TraceExpression> Evaluate { get; set; } = [];

    /// <summary>Whether the calls that each line makes are named.</summary>
    /// <value>The default value is true.</value>
    [Description("Whether to name the calls into the project that each line makes, so that they can be traced next. Default: true.")]
    [JsonPropertyName("callees")]
    public bool Callees { get; set; } = true;

    /// <summary>How long the run may take.</summary>
    /// <value>The default value is null: as long as the tool's options say.</value>
    [Description("How many seconds the run may take.")]
    [Range(1, 3_600)]
    [JsonPropertyName("timeout")]
    public int? Timeout { get; set; }
}

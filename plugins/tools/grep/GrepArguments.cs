using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Tessera.Tools.Grep;

/// <summary>Arguments of the tool <c>grep</c>.</summary>
public sealed class GrepArguments
{
    /// <summary>What is searched for.</summary>
    [Description("What to search for in each line: a regular expression, or plain text where `literal` is true.")]
    [JsonPropertyName("pattern")]
    public required string Pattern { get; set; }

    /// <summary>Where it is searched for.</summary>
    /// <value>The default value is null: in all files.</value>
    [Description("Where to search: a file, a folder, or a glob such as `*.py` or `src/**/*.py`. Left out: everywhere.")]
    [JsonPropertyName("path")]
    public string? Path { get; set; }

    /// <summary>How many matching lines are shown.</summary>
    /// <value>The default value is null: as many as the tool's options say.</value>
    [Description("How many matching lines to show. Left out: 100.")]
    [JsonPropertyName("max_results")]
    [Range(1, 100_000)]
    public int? MaxResults { get; set; }

    /// <summary>Whether the pattern is plain text.</summary>
    /// <value>The default value is false: it is a regular expression.</value>
    [Description("Whether the pattern is plain text rather than a regular expression. Default: false.")]
    [JsonPropertyName("literal")]
    public bool Literal { get; set; }

    /// <summary>Whether letters match regardless of case.</summary>
    /// <value>The default value is false.</value>
    [Description("Whether letters match regardless of case. Default: false.")]
    [JsonPropertyName("ignore_case")]
    public bool IgnoreCase { get; set; }

    /// <summary>How many lines around each match are shown.</summary>
    /// <value>The default value is 0.</value>
    [Description("How many lines to show before and after each match. Default: 0.")]
    [JsonPropertyName("context")]
    [Range(0, 50)]
    public int Context { get; set; }

    /// <summary>Whether files that <c>.gitignore</c> names are searched, too.</summary>
    /// <value>The default value is false.</value>
    [Description("Whether to search files that .gitignore leaves out, too. Default: false.")]
    [JsonPropertyName("include_ignored")]
    public bool IncludeIgnored { get; set; }

    /// <summary>Whether all matching lines are counted.</summary>
    /// <value>The default value is true.</value>
    [Description("Whether to count all matching lines. Where it is false, the search ends with the last line that is shown, which is sooner in a large tree. Default: true.")]
    [JsonPropertyName("count")]
    public bool Count { get; set; } = true;
}

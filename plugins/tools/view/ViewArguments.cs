using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Tessera.Tools.View;

/// <summary>Arguments of the tool <c>view</c>.</summary>
public sealed class ViewArguments
{
    /// <summary>The file.</summary>
    [Description("The file to show, relative to the workspace's root.")]
    [JsonPropertyName("path")]
    public required string Path { get; set; }

    /// <summary>The first line shown, from 1.</summary>
    /// <value>The default value is null: the first line of the file.</value>
    [Description("The first line to show, from 1. Left out: the beginning of the file.")]
    [JsonPropertyName("start")]
    public int? Start { get; set; }

    /// <summary>The last line shown.</summary>
    /// <value>The default value is null: as many as are shown at once.</value>
    [Description("The last line to show, inclusive. Left out: the end of the file, or as many lines as are shown at once.")]
    [JsonPropertyName("end")]
    public int? End { get; set; }

    /// <summary>Whether lines are numbered and breakpoints marked.</summary>
    /// <value>The default value is true.</value>
    [Description("Whether to number the lines and to mark breakpoints. Default: true.")]
    [JsonPropertyName("include_line_numbers_and_breakpoints")]
    public bool IncludeLineNumbersAndBreakpoints { get; set; } = true;
}

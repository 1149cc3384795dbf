using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Tessera.Tools.Rewrite;

/// <summary>Arguments of the tool <c>rewrite</c>.</summary>
public sealed class RewriteArguments
{
    /// <summary>The file.</summary>
    [Description("The file to change, relative to the workspace's root. A file that does not exist is created.")]
    [JsonPropertyName("path")]
    public required string Path { get; set; }

    /// <summary>The first line that is replaced, from 1.</summary>
    /// <value>The default value is null: the whole file is replaced.</value>
    [Description("The first line to replace, from 1; one more than the file has lines to append. Left out: the whole file is replaced.")]
    [JsonPropertyName("start")]
    public int? Start { get; set; }

    /// <summary>The last line that is replaced.</summary>
    /// <value>The default value is null: only the line <see cref="Start"/>.</value>
    [Description("The last line to replace, inclusive. Left out: only the line `start`.")]
    [JsonPropertyName("end")]
    public int? End { get; set; }

    /// <summary>What takes the place of the lines.</summary>
    /// <value>The default value is null, which only an undoing may have.</value>
    [Description("The code that takes the place of the lines, with its indentation. Empty: the lines are deleted.")]
    [JsonPropertyName("new_code")]
    public string? NewCode { get; set; }

    /// <summary>What has to stand in the place of the lines before they are replaced.</summary>
    /// <value>The default value is null: it is not looked at.</value>
    [Description("The text that stands in these lines now. Where something else stands there, nothing is changed. Left out: not checked.")]
    [JsonPropertyName("expected")]
    public string? Expected { get; set; }

    /// <summary>Whether the last edit of the file is taken back.</summary>
    /// <value>The default value is false.</value>
    [Description("Takes back the last edit of the file, instead of making one. Default: false.")]
    [JsonPropertyName("undo")]
    public bool Undo { get; set; }
}

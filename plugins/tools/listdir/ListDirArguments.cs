using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Tessera.Tools.ListDir;

/// <summary>Arguments of the tool <c>listdir</c>.</summary>
public sealed class ListDirArguments
{
    /// <summary>The folder.</summary>
    /// <value>The default value is null: the workspace's root.</value>
    [Description("The folder to list, relative to the workspace's root. Left out: the root.")]
    [JsonPropertyName("path")]
    public string? Path { get; set; }

    /// <summary>How many levels are listed; more than 20 are taken as 20.</summary>
    /// <value>The default value is 1.</value>
    [Description("How many levels of folders to list, from 1 to 20. Default: 1.")]
    [JsonPropertyName("depth")]
    public int Depth { get; set; } = 1;
}

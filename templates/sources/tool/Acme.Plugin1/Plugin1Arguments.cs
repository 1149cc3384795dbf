using System.ComponentModel;

namespace Acme.Plugin1;

/// <summary>What an agent says when it calls the tool.</summary>
public sealed class Plugin1Arguments
{
    /// <summary>The file.</summary>
    [Description("The file to look at, relative to the project's root.")]
    public required string Path { get; set; }

    /// <summary>What to look for.</summary>
    [Description("The text that a line has to hold to be counted.")]
    public required string Text { get; set; }
}

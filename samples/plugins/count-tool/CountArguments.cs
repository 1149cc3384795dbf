using System.ComponentModel;

namespace Samples.CountTool;

#region arguments
/// <summary>What an agent says when it calls the count tool.</summary>
public sealed class CountArguments
{
    /// <summary>The file.</summary>
    [Description("The file to count, relative to the project's root.")]
    public required string Path { get; set; }
}
#endregion

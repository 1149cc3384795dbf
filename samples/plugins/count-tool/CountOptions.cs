namespace Samples.CountTool;

#region options
/// <summary>Options of the count tool.</summary>
public sealed class CountOptions
{
    /// <summary>Whether blank lines count as lines.</summary>
    /// <value>The default value is true.</value>
    public bool CountBlankLines { get; set; } = true;
}
#endregion

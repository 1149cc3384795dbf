using System.ComponentModel.DataAnnotations;

namespace Tessera.Tools.View;

/// <summary>Options of the tool <c>view</c>.</summary>
public sealed class ViewOptions
{
    /// <summary>How many lines are shown at once.</summary>
    /// <value>The default value is 2,000 lines.</value>
    [Range(1, 100_000)]
    public int MaxLines { get; set; } = 2000;
}

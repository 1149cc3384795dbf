using System.ComponentModel.DataAnnotations;

namespace Acme.Plugin1;

/// <summary>What a pipeline says about the router.</summary>
public sealed class Plugin1Options
{
    /// <summary>How many experts each token uses.</summary>
    /// <value>The default value is 2.</value>
    [Range(1, 1000)]
    public int TopK { get; set; } = 2;
}

using System.ComponentModel.DataAnnotations;

namespace Acme.Plugin1;

/// <summary>What a pipeline says about the clusterer.</summary>
public sealed class Plugin1Options
{
    /// <summary>How many clusters there are, at most as many as experts.</summary>
    /// <value>The default value is 2.</value>
    [Range(1, 10_000)]
    public int Clusters { get; set; } = 2;
}

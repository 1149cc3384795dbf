using System.ComponentModel.DataAnnotations;

namespace Tessera.Routers.Centroid;

/// <summary>Options of <c>router/centroid</c>.</summary>
internal sealed class CentroidOptions
{
    /// <summary>How many experts each token uses; 0 for all. More than there are is all of them.</summary>
    /// <value>The default value is 0.</value>
    [Range(0, int.MaxValue)]
    public int TopK { get; set; }

    /// <summary>What scores are divided by before the softmax, beside √d.</summary>
    /// <value>The default value is 1.</value>
    [Range(1e-6, 1e6)]
    public double Temperature { get; set; } = 1;

    /// <summary>How many examples of each expert its centroid is the mean of.</summary>
    /// <value>The default value is 10.</value>
    [Range(1, 1_000_000)]
    public int Examples { get; set; } = 10;

    /// <summary>What stands for an example: the <c>mean</c> over its tokens, or its <c>last</c> token.</summary>
    /// <value>The default value is <c>mean</c>.</value>
    public ExampleState State { get; set; } = ExampleState.Mean;

    /// <summary>Whether the mean is scaled to length 1; otherwise the centroids of experts whose examples differ are shorter, and they score less.</summary>
    /// <value>The default value is true.</value>
    public bool UnitLength { get; set; } = true;
}

using System.ComponentModel.DataAnnotations;

namespace Tessera.Routers.Phatgoose;

/// <summary>Options of <c>router/phatgoose</c>.</summary>
internal sealed class PhatgooseOptions
{
    /// <summary>How many experts each token uses; 0 for all. More than there are is all of them.</summary>
    /// <value>The default value is 2, as in the paper.</value>
    [Range(0, int.MaxValue)]
    public int TopK { get; set; } = 2;

    /// <summary>What scores are divided by before the softmax, beside √d.</summary>
    /// <value>The default value is 1.</value>
    [Range(1e-6, 1e6)]
    public double Temperature { get; set; } = 1;

    /// <summary>For how many steps the gates of each expert are trained.</summary>
    /// <value>The default value is 100, as in the paper.</value>
    [Range(1, 1_000_000)]
    public int Steps { get; set; } = 100;

    /// <summary>The learning rate of that training.</summary>
    /// <value>The default value is 0.001.</value>
    [Range(1e-9, 10.0)]
    public double LearningRate { get; set; } = 1e-3;
}

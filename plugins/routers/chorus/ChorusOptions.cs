using System.ComponentModel.DataAnnotations;

namespace Tessera.Routers.Chorus;

/// <summary>Options of <c>router/chorus</c>.</summary>
internal sealed class ChorusOptions
{
    /// <summary>What the weights of a token sum up to: 1 would be a mean of experts, in which what they have in common is lost.</summary>
    /// <value>The default value is 3.</value>
    [Range(1e-6, 1e6)]
    public double Scale { get; set; } = 3;

    /// <summary>What scores are divided by before the softmax: large values make all experts equal.</summary>
    /// <value>The default value is 2.</value>
    [Range(1e-6, 1e6)]
    public double Temperature { get; set; } = 2;

    /// <summary>How many experts each token uses; 0 for all. More than there are is all of them.</summary>
    /// <value>The default value is 0.</value>
    [Range(0, int.MaxValue)]
    public int TopK { get; set; }

    /// <summary>Names of experts that lead: each has the same weight for every token, whatever it is. For experts that know what tasks have in common, such as one that was trained on all, beside experts of what single tasks differ by.</summary>
    /// <value>By default none leads.</value>
    public IReadOnlyList<string> Leads { get; set; } = [];

    /// <summary>The weight of each expert that leads: 1 for all that it adds, where the others say what they differ from it by; less where they repeat part of it.</summary>
    /// <value>The default value is 1.</value>
    [Range(0.0, 1e6)]
    public double LeadWeight { get; set; } = 1;
}

using System.ComponentModel.DataAnnotations;

namespace Tessera.Routers.Poly;

/// <summary>Options of <c>router/poly</c>.</summary>
internal class PolyOptions
{
    /// <summary>How logits become shares: <c>relaxedBernoulli</c>, <c>sigmoid</c>, <c>straightThrough</c>, or <c>unitLength</c>.</summary>
    /// <value>The default value is <c>relaxedBernoulli</c>.</value>
    public SkillGate Gate { get; set; } = SkillGate.RelaxedBernoulli;

    /// <summary>The probability that a share is set to zero in training; those that stay are enlarged to make up for it.</summary>
    /// <value>The default value is 0.</value>
    [Range(0.0, 0.99)]
    public double Dropout { get; set; }

    /// <summary>Multiplies shares by √(heads / skills) instead of dividing them by their sum.</summary>
    /// <value>The default value is false.</value>
    public bool AverageCorrection { get; set; }

    /// <summary>Whether the share of the last skill is 1 for every task.</summary>
    /// <value>The default value is false.</value>
    public bool SharedSkill { get; set; }

    /// <summary>What is added to the sum that shares are divided by.</summary>
    /// <value>The default value is 1e-12, as in the paper's code; later code of its authors has 1e-8.</value>
    [Range(0.0, 1.0)]
    public double Epsilon { get; set; } = 1e-12;

    /// <summary>Uses every skill equally and learns no logits: µ, for zero-shot use and for few-shot training of the average.</summary>
    /// <value>The default value is false.</value>
    public bool Average { get; set; }
}

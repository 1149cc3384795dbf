namespace Tessera.Routers.Poly;

/// <summary>How a task's logits l become shares of skills, before they are divided by their sum.</summary>
internal enum SkillGate
{
    /// <summary>In training σ(l + log u - log(1 - u)) with u uniform, drawn for each example: a relaxed Bernoulli of temperature 1. Otherwise σ(l).</summary>
    RelaxedBernoulli,

    /// <summary>σ(l).</summary>
    Sigmoid,

    /// <summary>σ(l), rounded to 0 or 1; gradients pass as if it were not.</summary>
    StraightThrough,

    /// <summary>l / ‖l‖ of each head, which is used as it is.</summary>
    UnitLength,
}

using Tessera.Adapters.Training.Optimisation;

namespace Tessera.Adapters.Training.Skills;

/// <summary>
/// Few-shot training of the average (µ). Under the fixed weights 1/K every one of the K skills gets the gradient g/K, where g is that of their average,
/// so all of them move alike. Adam does not feel the factor 1/K; to train the one average is therefore the same, K times cheaper.
/// </summary>
public static class SkillAverage
{
    /// <summary>The options with which one average takes the steps that K skills under fixed weights 1/K take.</summary>
    /// <param name="options">The options of the skills' training.</param>
    /// <param name="skills">How many skills there are, K.</param>
    /// <returns>K gradients g/K have the norm ‖g‖/√K, so the bound is √K times as large; and the number that is added to roots of squares is K times as large.</returns>
    public static AdamWOptions Equivalent(AdamWOptions options, int skills)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options with { Epsilon = options.Epsilon * skills, ClipNorm = options.ClipNorm * Math.Sqrt(skills) };
    }
}

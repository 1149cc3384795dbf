using Tessera.Sdk.Tensors.Experts;

namespace Tessera.Sdk.Testing.Clusterers;

/// <summary>An expert of a trial's library.</summary>
/// <param name="Info">What is known of it.</param>
/// <param name="Factors">Its factors for each map; null where it leaves the map alone.</param>
internal sealed record TrialExpert(ExpertInfo Info, IReadOnlyList<TrialFactors?> Factors)
{
    public TrialExpert Change(Func<TrialFactors, TrialFactors?> change) => this with { Factors = [.. Factors.Select(factors => factors is null ? null : change(factors))] };
}

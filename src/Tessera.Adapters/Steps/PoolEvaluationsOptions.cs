using System.ComponentModel.DataAnnotations;
using Tessera.Adapters.Evaluation;

namespace Tessera.Adapters.Steps;

/// <summary>Options of <c>step/pool-evaluations</c>.</summary>
public sealed class PoolEvaluationsOptions
{
    /// <summary>What <c>step/evaluate</c> handed over for each choice of held-out tasks or each seed. All are of the same methods.</summary>
    [MinLength(1)]
    public required IReadOnlyList<ComparedMethods> Evaluations { get; set; }

    /// <summary>How often examples are drawn anew for intervals.</summary>
    /// <value>The default value is 10000.</value>
    [Range(100, 1_000_000)]
    public int Resamples { get; set; } = 10_000;

    /// <summary>Whether the methods join the list <c>methods</c> of <c>summary.json</c>.</summary>
    /// <value>The default value is true.</value>
    public bool InSummary { get; set; } = true;
}

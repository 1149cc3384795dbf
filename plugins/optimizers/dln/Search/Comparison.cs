using Tessera.Optimizers.Dln.Selection;
using Tessera.Optimizers.Search;

namespace Tessera.Optimizers.Dln.Search;

/// <summary>How an iteration's candidates compare.</summary>
/// <param name="Pools">For each layer its candidates.</param>
/// <param name="Choice">Which were chosen.</param>
/// <param name="Proposed">How many prompts were proposed.</param>
/// <param name="Numbers">Further numbers that tell how the search goes.</param>
internal sealed record Comparison(IReadOnlyList<IReadOnlyList<Candidate>> Pools, Choice Choice, int Proposed, IReadOnlyDictionary<string, double> Numbers)
{
    public Combination Chosen => new([.. Pools.Zip(Choice.Indices, (pool, index) => pool[index])]);
}

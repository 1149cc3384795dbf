namespace Tessera.Optimizers.Dln.Search;

/// <summary>A way of telling which prompts are better.</summary>
internal interface IComparing
{
    /// <summary>Whether scores depend on what was found meanwhile, so that only those taken together compare.</summary>
    bool IsMoving { get; }

    /// <summary>Proposes prompts for every layer that learns, and chooses among them and the parents'.</summary>
    Task<Comparison> ImproveAsync(SearchState state, CancellationToken cancellationToken);

    /// <summary>Scores programs on the examples by which the best one is chosen; larger is better.</summary>
    Task<IReadOnlyList<double>> RateAsync(IReadOnlyList<Combination> programs, CancellationToken cancellationToken);
}

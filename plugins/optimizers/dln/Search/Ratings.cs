namespace Tessera.Optimizers.Dln.Search;

/// <summary>The programs that were chosen, by their scores on the examples that decide.</summary>
/// <param name="comparing">Scores them.</param>
/// <param name="contenders">How many of the best are scored again where scores move.</param>
internal sealed class Ratings(IComparing comparing, int contenders)
{
    private readonly List<(Combination Program, double Score)> _rated = [];

    /// <summary>Whether anything was rated.</summary>
    public bool Any => _rated.Count > 0;

    /// <summary>The score of the program that was rated first.</summary>
    public double InitialScore => _rated[0].Score;

    /// <summary>Programs and their scores, the best first; of equals, the one found first.</summary>
    public IEnumerable<(Combination Program, double Score)> Best => _rated.OrderByDescending(rated => rated.Score);

    /// <summary>Rates a program, unless that was done before.</summary>
    /// <returns>Its score.</returns>
    public async Task<double> RateAsync(Combination program, CancellationToken cancellationToken)
    {
        if (comparing.IsMoving) await RateAnewAsync(program, cancellationToken).ConfigureAwait(false);
        else if (!_rated.Exists(rated => rated.Program.Equals(program)))
            _rated.Add((program, (await comparing.RateAsync([program], cancellationToken).ConfigureAwait(false))[0]));
        return _rated.Find(rated => rated.Program.Equals(program)).Score;
    }

    // The first stays, so that what it scored compares with the rest.
    private async Task RateAnewAsync(Combination program, CancellationToken cancellationToken)
    {
        var asked = _rated.Take(1).Concat(Best.Take(contenders)).Select(rated => rated.Program).Append(program).Distinct().ToList();
        var scores = await comparing.RateAsync(asked, cancellationToken).ConfigureAwait(false);
        _rated.Clear();
        _rated.AddRange(asked.Zip(scores));
    }
}

using Tessera.Sdk.Prompts;

namespace Tessera.Optimizers.Search;

/// <summary>All prompts so far with their scores on one sample of examples. Prompts that differ in white space alone are one, and are scored once.</summary>
internal sealed class CandidatePool(PromptScores scores, IReadOnlyList<Example> sample)
{
    private readonly HashSet<string> _known = new(PromptText.Comparer);
    private readonly List<RatedPrompt> _rated = [];

    /// <summary>The prompts, best first; of equals, the one found first.</summary>
    public IEnumerable<RatedPrompt> BestFirst => _rated.OrderByDescending(rated => rated.Score);

    /// <summary>Scores those that are new.</summary>
    /// <returns>The new ones, in the order given.</returns>
    public async Task<IReadOnlyList<RatedPrompt>> AddAsync(IEnumerable<Candidate> candidates, CancellationToken cancellationToken)
    {
        var unknown = candidates.Where(candidate => !_known.Contains(candidate.Prompt)).DistinctBy(candidate => candidate.Prompt, PromptText.Comparer).ToList();
        if (unknown.Count == 0) return [];
        var values = await scores.ScoreAsync(unknown.ConvertAll(candidate => candidate.Prompt), sample, cancellationToken).ConfigureAwait(false);
        List<RatedPrompt> added = [.. unknown.Zip(values, (candidate, score) => new RatedPrompt(candidate, score))];
        _known.UnionWith(unknown.Select(candidate => candidate.Prompt));
        _rated.AddRange(added);
        return added;
    }
}

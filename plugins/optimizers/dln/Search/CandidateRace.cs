using Tessera.Optimizers.Dln.Hidden;
using Tessera.Optimizers.Dln.Selection;
using Tessera.Sdk.Prompts;

namespace Tessera.Optimizers.Dln.Search;

/// <summary>
/// Scores candidates on a batch; where they race, those fall out that are clearly behind the leader after the first examples, after twice as many, and so on. Who is behind is told
/// from the differences on the same examples, so that what makes an example hard for all of them does not count. The current prompt never falls out.
/// </summary>
internal sealed class CandidateRace(bool isOn)
{
    private const int FirstExamples = 4;

    // In standard errors of the mean difference: of candidates that are as good as the leader, about one in forty is lost at each look.
    private const double Clearly = 2;

    public delegate Task<double[][][]> Scoring(
        IReadOnlyList<string> prompts, IReadOnlyList<Example> examples, IReadOnlyList<IReadOnlyList<HiddenPath>> paths, CancellationToken cancellationToken);

    /// <summary>Scores candidates.</summary>
    /// <param name="prompts">The candidates, the current prompt first.</param>
    /// <param name="batch">The examples.</param>
    /// <param name="paths">Their hidden paths.</param>
    /// <param name="weights">How much each path counts while they race.</param>
    /// <param name="score">Gives scores by prompt, example and path.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    public async Task<RaceResult> RunAsync(
        IReadOnlyList<string> prompts, IReadOnlyList<Example> batch, BatchPaths paths, double[][] weights, Scoring score, CancellationToken cancellationToken)
    {
        if (!isOn) return new RaceResult([.. Enumerable.Range(0, prompts.Count)], await score(prompts, batch, paths.Paths, cancellationToken).ConfigureAwait(false), prompts.Count, 0);
        var running = Enumerable.Range(0, prompts.Count).ToList();
        var known = prompts.Select(_ => new List<double[]>()).ToList();
        for (int done = 0, next = FirstExamples; done < batch.Count; done = next, next *= 2)
        {
            next = Math.Min(next, batch.Count);
            var (examples, hidden) = (batch.Skip(done).Take(next - done).ToList(), paths.Paths.Skip(done).Take(next - done).ToList());
            var scores = await score(running.ConvertAll(index => prompts[index]), examples, hidden, cancellationToken).ConfigureAwait(false);
            foreach (var (index, rows) in running.Zip(scores)) known[index].AddRange(rows);
            if (next < batch.Count) running = NotBehind(running, known, weights);
        }

        var saved = known.Sum(rows => paths.Paths.Skip(rows.Count).Sum(row => row.Count));
        return new RaceResult(running, [.. running.Select(index => known[index].ToArray())], prompts.Count, saved);
    }

    private static List<int> NotBehind(List<int> running, List<List<double[]>> known, double[][] weights)
    {
        var scores = running.ConvertAll(index => known[index].Zip(weights, PromptChoice.Expected).ToArray());
        var leader = scores.MaxBy(own => own.Average())!;
        return [.. running.Zip(scores).Where(pair => pair.First == 0 || !IsBehind(pair.Second, leader)).Select(pair => pair.First)];
    }

    private static bool IsBehind(double[] own, double[] leader)
    {
        var differences = own.Zip(leader, (score, best) => best - score).ToArray();
        var mean = differences.Average();
        var variance = differences.Sum(difference => (difference - mean) * (difference - mean)) / (differences.Length - 1);
        return mean > Clearly * Math.Sqrt(variance / differences.Length);
    }
}

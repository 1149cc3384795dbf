using Tessera.Optimizers.Dln.Hidden;
using Tessera.Sdk.Prompts;

namespace Tessera.Optimizers.Dln.Search;

/// <summary>What candidates lose besides their score.</summary>
internal sealed class PromptPenalties(DlnOptions options, OptimizationTask task, LayerEvaluation layers, CandidateScores scores)
{
    /// <summary>What the candidates of a layer lose.</summary>
    public Task<IReadOnlyList<double>> ForAsync(int layer, IReadOnlyList<string> prompts, SearchState state, CancellationToken cancellationToken) =>
        layer < task.Program.Layers.Count - 1
            ? ForExplorationAsync(layer, prompts, state, cancellationToken)
            : ForTrustAsync(prompts, state, cancellationToken);

    /// <summary>λ (1/B) Σ log p(ĥ | x, prompt) over the examples answered wrongly: whoever would write the same again loses most (arXiv 2306.12509, section 3.3).</summary>
    private async Task<IReadOnlyList<double>> ForExplorationAsync(int layer, IReadOnlyList<string> prompts, SearchState state, CancellationToken cancellationToken)
    {
        var weight = options.Exploration * (1 - ((double)state.Iteration / options.Iterations));
        var wrong = state.Batch.Zip(state.Answers[0], (example, answer) => (Example: example, answer.Loss, Path: new HiddenPath(answer.Hidden)))
            .Where(row => row.Loss > 0 && row.Path.IsWhole).ToList();
        if (weight == 0 || wrong.Count == 0) return new double[prompts.Count];
        var known = await scores.ScoreAsync(layer, prompts, wrong.ConvertAll(row => row.Example), wrong.ConvertAll(row => new[] { row.Path }), cancellationToken).ConfigureAwait(false);
        return [.. known.Select(rows => weight * rows.Sum(row => row[0]) / state.Batch.Count)];
    }

    /// <summary>The weighted mean Kullback-Leibler divergence of a candidate's classes from the current prompt's, at the outputs ĥ of the current program.</summary>
    private async Task<IReadOnlyList<double>> ForTrustAsync(IReadOnlyList<string> prompts, SearchState state, CancellationToken cancellationToken)
    {
        var last = task.Program.Layers.Count - 1;
        if (options.Trust == 0) return new double[prompts.Count];
        var inputs = prompts.SelectMany(prompt => state.Batch.Zip(state.Answers[0], (example, answer) =>
            task.Program.WithPrompt(last, prompt).InputOf(last, example, last == 0 ? "" : answer.Hidden[last - 1]))).ToList();
        var classes = (await layers.DistributeAsync(inputs, cancellationToken).ConfigureAwait(false)).Chunk(state.Batch.Count).ToList();
        // The first candidate is the current prompt.
        return [.. classes.Select(rows => options.Trust * classes[0].Zip(rows, Divergence).Average())];
    }

    private static double Divergence(IReadOnlyList<double> current, IReadOnlyList<double> candidate) =>
        current.Zip(candidate, (now, then) => Math.Exp(now) * (now - then)).Sum();
}

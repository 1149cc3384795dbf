using Tessera.Optimizers.Dln.Hidden;
using Tessera.Optimizers.Dln.Proposals;
using Tessera.Optimizers.Search;
using Tessera.Sdk.Prompts;

namespace Tessera.Optimizers.Dln.Search;

/// <summary>Gathers the prompts that compete in an iteration: the parents', and what is proposed to improve them.</summary>
internal sealed class CandidatePools(DlnOptions options, OptimizationTask task, IReadOnlyList<KnownPrompts> known)
{
    private readonly ProposalWriter _writer = new(options, task);

    /// <summary>The candidates of every layer, the current prompt first, and how many were proposed.</summary>
    /// <param name="state">The parents and what they answered.</param>
    /// <param name="isDone">Whether nothing is to be proposed, because nothing is wrong.</param>
    /// <param name="hiddenTargets">For each example what the layers but the last had better written.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    public async Task<(IReadOnlyList<IReadOnlyList<Candidate>> Pools, int Proposed)> GatherAsync(
        SearchState state, bool isDone, IReadOnlyList<HiddenPath> hiddenTargets, CancellationToken cancellationToken)
    {
        var (pools, proposed) = (new List<IReadOnlyList<Candidate>>(), 0);
        for (var layer = 0; layer < task.Program.Layers.Count; layer++)
        {
            var pool = state.Parents.Select(parent => parent.Prompts[layer]).ToList();
            if (Learns(layer) && !isDone)
            {
                var examples = state.Answers.Select(answers => Describe(layer, state.Batch, answers, hiddenTargets)).ToList();
                var candidates = await _writer.ProposeAsync(pool.ConvertAll(parent => parent.Prompt), examples, state.Seed.Derive("layer", layer), cancellationToken).ConfigureAwait(false);
                proposed += candidates.Count;
                pool.AddRange(candidates.Select(known[layer].Know));
            }

            pools.Add([.. (Learns(layer) ? pool : pool.Take(1)).Distinct()]);
        }

        return (pools, proposed);
    }

    private bool Learns(int layer) => options.Learn.Count == 0 || options.Learn.Contains(task.Program.Layers[layer].Name);

    private IReadOnlyList<ProposalExample> Describe(int layer, IReadOnlyList<Example> batch, ProgramAnswer[] answers, IReadOnlyList<HiddenPath> hiddenTargets) =>
        [.. batch.Index().Select(row =>
        {
            var (answer, isLast) = (answers[row.Index], layer == task.Program.Layers.Count - 1);
            var input = task.Program.InputOf(layer, row.Item, layer == 0 ? "" : answer.Hidden[layer - 1]);
            return new ProposalExample(
                input.Example.Input, input.Hidden, isLast ? answer.Output : answer.Hidden[layer], isLast ? row.Item.Target : hiddenTargets[row.Index].Texts[layer], answer.Loss == 0);
        })];
}

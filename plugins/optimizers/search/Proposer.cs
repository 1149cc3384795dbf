using Tessera.Sdk.Language;
using Tessera.Sdk.Prompts;

namespace Tessera.Optimizers.Search;

/// <summary>Asks the backward model for prompts, all at once. An answer ends at &lt;/new-instruction&gt;.</summary>
internal sealed class Proposer(OptimizationTask task, double temperature, int maxTokens)
{
    /// <returns>The prompts, in the order of the requests; empty answers are none.</returns>
    public async Task<IReadOnlyList<Candidate>> AskAsync(IReadOnlyList<Proposal> proposals, CancellationToken cancellationToken)
    {
        var sampling = new SamplingOptions { Temperature = temperature, MaxTokens = maxTokens, Stop = ["</new-instruction>"] };
        List<GenerationRequest> requests = [.. proposals.Select(proposal => new GenerationRequest(proposal.Text, sampling, proposal.Seed))];
        var generations = (await task.Backward.GenerateAsync(requests, cancellationToken).ConfigureAwait(false)).RequireOneEach(requests.Count, task.Backward.Identity);
        return [.. generations.Zip(proposals, (generation, proposal) => new Candidate(generation.Text.Trim(), proposal.Parent)).Where(candidate => candidate.Prompt.Length > 0)];
    }
}

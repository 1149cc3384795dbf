using Tessera.Optimizers.Search;
using Tessera.Sdk.Language;
using Tessera.Sdk.Prompts;
using Tessera.Sdk.Randomness;

namespace Tessera.Optimizers.Dln.Proposals;

/// <summary>Asks for better prompts: parents and messages in turn, the batch in another order each time, and a seed of its own for each request.</summary>
internal sealed class ProposalWriter(DlnOptions options, OptimizationTask task)
{
    /// <summary>Asks for better prompts of one layer.</summary>
    /// <param name="parents">The prompts to be improved.</param>
    /// <param name="examples">For each parent what the layer did with the batch.</param>
    /// <param name="seed">Decides the samples and orders.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    public async Task<IReadOnlyList<Candidate>> ProposeAsync(
        IReadOnlyList<string> parents, IReadOnlyList<IReadOnlyList<ProposalExample>> examples, Seed seed, CancellationToken cancellationToken)
    {
        var sampling = new SamplingOptions { Temperature = options.Temperature, MaxTokens = options.MaxTokens, Stop = ["</new-instruction>"] };
        var requests = Enumerable.Range(0, options.Proposals).Select(index =>
        {
            var own = seed.Derive("proposal", index);
            var parent = index % parents.Count;
            // Every parent meets every message, whatever their numbers have in common.
            var message = options.Messages[(index / parents.Count) % options.Messages.Count];
            return new GenerationRequest(Render(parents[parent], message, examples[parent], own.Derive("order")), sampling, own);
        }).ToList();
        var generations = (await task.Backward.GenerateAsync(requests, cancellationToken).ConfigureAwait(false)).RequireOneEach(requests.Count, task.Backward.Identity);
        return [.. generations
            .Select((generation, index) => new Candidate(generation.Text.Trim(), parents[index % parents.Count]))
            .Where(candidate => candidate.Prompt.Length > 0)];
    }

    private string Render(string prompt, string message, IReadOnlyList<ProposalExample> examples, Seed order)
    {
        var shown = Enumerable.Range(0, examples.Count).ToArray();
        order.CreateRandom().Shuffle(shown);
        return task.Templates.Render(options.ProposalTemplate, new Dictionary<string, object?>
        {
            ["prompt"] = prompt,
            ["message"] = message,
            ["successes"] = shown.Where(index => examples[index].IsRight).Select(index => Describe(examples[index])).ToList(),
            ["errors"] = shown.Where(index => !examples[index].IsRight).Select(index => Describe(examples[index])).ToList(),
        });
    }

    private static Dictionary<string, object?> Describe(ProposalExample example) => new()
    {
        ["input"] = example.Input,
        ["hidden"] = example.Hidden,
        ["target"] = example.Target,
        ["output"] = example.Output,
    };
}

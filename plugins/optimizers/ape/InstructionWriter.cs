using Tessera.Optimizers.Search;
using Tessera.Sdk.Prompts;
using Tessera.Sdk.Randomness;

namespace Tessera.Optimizers.Ape;

/// <summary>Asks for instructions: from demonstrations, or as variants of others.</summary>
internal sealed class InstructionWriter(ApeOptions options, OptimizationTask task)
{
    private readonly Proposer _proposer = new(task, options.Temperature, options.MaxTokens);
    private readonly PromptLayer _layer = task.Program.Layers[0];

    public Task<IReadOnlyList<Candidate>> InduceAsync(Seed seed, CancellationToken cancellationToken) =>
        _proposer.AskAsync([.. Enumerable.Range(0, options.Candidates).Select(index => Induction(seed.Derive("candidate", index)))], cancellationToken);

    /// <summary>Varies the parents in turn.</summary>
    public Task<IReadOnlyList<Candidate>> VaryAsync(IReadOnlyList<string> parents, Seed seed, CancellationToken cancellationToken) =>
        _proposer.AskAsync([.. Enumerable.Range(0, options.Variants).Select(index => Variation(parents[index % parents.Count], seed.Derive("variant", index)))], cancellationToken);

    private Proposal Induction(Seed seed)
    {
        var demonstrations = task.Training.Draw(options.Demonstrations, seed.Derive("demonstrations"));
        var text = task.Templates.Render(options.InductionTemplate, new Dictionary<string, object?>
        {
            ["prompt"] = _layer.Prompt,
            ["demonstrations"] = demonstrations.Describe(_layer),
        });
        return new Proposal(text, _layer.Prompt, seed);
    }

    private Proposal Variation(string parent, Seed seed) =>
        new(task.Templates.Render(options.VariationTemplate, new Dictionary<string, object?> { ["prompt"] = parent }), parent, seed);
}

using Tessera.Optimizers.Search;

namespace Tessera.Optimizers.Dln.Search;

/// <summary>The prompts that were ever proposed for a layer: one candidate for all that differ in white space alone.</summary>
internal sealed class KnownPrompts
{
    private readonly Dictionary<string, Candidate> _known = new(PromptText.Comparer);

    public Candidate Know(Candidate candidate) => _known.TryAdd(candidate.Prompt, candidate) ? candidate : _known[candidate.Prompt];
}

using Tessera.Optimizers.Search;
using Tessera.Sdk.Prompts;

namespace Tessera.Optimizers.Dln.Search;

/// <summary>A prompt for each layer.</summary>
internal sealed class Combination(IReadOnlyList<Candidate> prompts) : IEquatable<Combination>
{
    /// <summary>The prompts, from input to output.</summary>
    public IReadOnlyList<Candidate> Prompts { get; } = prompts;

    /// <summary>A program with these prompts.</summary>
    public PromptProgram In(PromptProgram program) => Prompts.Index().Aggregate(program, (changed, prompt) => changed.WithPrompt(prompt.Index, prompt.Item.Prompt));

    public bool Equals(Combination? other) => other is not null && Prompts.SequenceEqual(other.Prompts);

    public override bool Equals(object? obj) => Equals(obj as Combination);

    public override int GetHashCode() => Prompts.Aggregate(0, HashCode.Combine);
}

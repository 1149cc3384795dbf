using Tessera.Sdk.Randomness;

namespace Tessera.Optimizers.Search;

/// <summary>A request for a prompt.</summary>
/// <param name="Text">What the proposer reads.</param>
/// <param name="Parent">The prompt that the new one is made from.</param>
/// <param name="Seed">The request's own seed.</param>
internal sealed record Proposal(string Text, string Parent, Seed Seed);

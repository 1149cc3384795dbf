using Tessera.Sdk.Prompts;
using Tessera.Sdk.Randomness;

namespace Tessera.Optimizers.Dln.Search;

/// <summary>What an iteration begins with.</summary>
/// <param name="Iteration">Which iteration, from 0.</param>
/// <param name="Seed">Decides its random choices.</param>
/// <param name="Batch">The examples it sees.</param>
/// <param name="Parents">The programs to be improved, the current one first.</param>
/// <param name="Answers">For each parent its answers to the batch.</param>
internal sealed record SearchState(
    int Iteration, Seed Seed, IReadOnlyList<Example> Batch, IReadOnlyList<Combination> Parents, IReadOnlyList<ProgramAnswer[]> Answers);

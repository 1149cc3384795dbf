using Tessera.Sdk.Randomness;
using Tessera.Sdk.Tools;

namespace Tessera.Sdk.Language;

/// <summary>A conversation to be answered.</summary>
/// <param name="Messages">The conversation so far.</param>
/// <param name="Tools">The tools that may be called.</param>
/// <param name="Sampling">How the answer is drawn.</param>
/// <param name="Seed">Decides the sample where the model is seeded.</param>
public sealed record ChatRequest(
    IReadOnlyList<ChatMessage> Messages, IReadOnlyList<ToolDefinition> Tools, SamplingOptions Sampling, Seed Seed = default)
{
    /// <summary>Whether the answer must call a tool. Models that cannot be made to may answer without.</summary>
    /// <value>The default value is false.</value>
    public bool MustCall { get; init; }
}

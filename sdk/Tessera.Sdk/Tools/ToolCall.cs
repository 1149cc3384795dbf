using System.Text.Json.Nodes;

namespace Tessera.Sdk.Tools;

/// <summary>A call of a tool by an agent.</summary>
/// <param name="Id">The id by which the agent matches the answer.</param>
/// <param name="Tool">The tool's name.</param>
/// <param name="Arguments">The arguments, unchecked.</param>
public sealed record ToolCall(string Id, string Tool, JsonObject Arguments)
{
    /// <summary>
    /// What the agent wrote in place of arguments where that is no JSON object, for the answer to say so;
    /// <see cref="Arguments"/> is empty then. Null for a call that can be read.
    /// </summary>
    public string? UnreadableArguments { get; init; }
}

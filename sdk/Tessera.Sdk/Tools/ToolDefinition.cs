using System.Text.Json.Nodes;

namespace Tessera.Sdk.Tools;

/// <summary>What agents are told about a tool.</summary>
/// <param name="Name">The name they call.</param>
/// <param name="Description">What it does and when to use it, for the agent.</param>
/// <param name="Arguments">The JSON Schema of its arguments: an object schema.</param>
public sealed record ToolDefinition(string Name, string Description, JsonObject Arguments)
{
    /// <summary>
    /// Whether no call of the tool changes anything: neither files, nor a running program, nor what another call answers.
    /// Clients may then call it without asking a person.
    /// </summary>
    /// <value>The default value is false: nothing is promised.</value>
    public bool IsReadOnly { get; init; }
}

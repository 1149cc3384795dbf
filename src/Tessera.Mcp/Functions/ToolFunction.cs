using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Tessera.Sdk.Tools;

namespace Tessera.Mcp.Functions;

/// <summary>A tool of a session as a function that chat clients can call.</summary>
/// <remarks>A failed call returns what went wrong, as text: an exception would be hidden from the model.</remarks>
/// <param name="definition">What models are told of the tool.</param>
/// <param name="call">Answers a call, such as <c>ToolSession.CallAsync</c>: the tool's observation, then what other tools noted.</param>
public sealed class ToolFunction(ToolDefinition definition, Func<ToolCall, CancellationToken, Task<IReadOnlyList<Observation>>> call) : AIFunction
{
    private readonly JsonElement _schema = JsonSerializer.SerializeToElement(definition.Arguments);
    private long _calls;

    /// <inheritdoc/>
    public override string Name => definition.Name;

    /// <inheritdoc/>
    public override string Description => definition.Description;

    /// <inheritdoc/>
    public override JsonElement JsonSchema => _schema;

    /// <inheritdoc/>
    protected override async ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        var json = new JsonObject(arguments.Select(argument => KeyValuePair.Create(argument.Key, Node(argument.Value))));
        var made = new ToolCall($"{Name}-{Interlocked.Increment(ref _calls)}", Name, json);
        var observations = await call(made, cancellationToken).ConfigureAwait(false);
        return string.Join("\n\n", observations.Select(observation => observation.Text));
    }

    private static JsonNode? Node(object? value) => value switch
    {
        null => null,
        JsonNode node => node.DeepClone(),
        JsonElement element => JsonNode.Parse(element.GetRawText()),
        _ => JsonSerializer.SerializeToNode(value, AIJsonUtilities.DefaultOptions),
    };
}

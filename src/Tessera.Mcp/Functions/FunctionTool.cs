using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Tessera.Sdk.Tools;

namespace Tessera.Mcp.Functions;

/// <summary>A function of a chat client as a tool of a session.</summary>
/// <param name="function">The function.</param>
public sealed class FunctionTool(AIFunction function) : ITool
{
    /// <inheritdoc/>
    public ToolDefinition Definition { get; } = new(function.Name, function.Description, JsonNode.Parse(function.JsonSchema.GetRawText())!.AsObject());

    /// <inheritdoc/>
    public async ValueTask<Observation> CallAsync(ToolCall call, IToolSession session, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        var arguments = new AIFunctionArguments(call.Arguments.ToDictionary(argument => argument.Key, argument => (object?)(argument.Value is { } value ? JsonSerializer.SerializeToElement(value) : null)));
        try
        {
            return Written(await function.InvokeAsync(arguments, cancellationToken).ConfigureAwait(false)).Bounded();
        }
#pragma warning disable CA1031 // What a function throws is its way to say that it could not do what was asked.
        catch (Exception failure) when (failure is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            return Observation.Failure($"{Definition.Name} failed: {failure.Message}");
        }
    }

    private static Observation Written(object? result) => result switch
    {
        null => Observation.Success(""),
        string text => Observation.Success(text),
        JsonElement { ValueKind: JsonValueKind.String } text => Observation.Success(text.GetString()!),
        JsonElement { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined } => Observation.Success(""),
        JsonElement element => Of(JsonNode.Parse(element.GetRawText())!),
        _ => Of(JsonSerializer.SerializeToNode(result, AIJsonUtilities.DefaultOptions)!),
    };

    private static Observation Of(JsonNode node) => Observation.Success(node.ToJsonString(), node as JsonObject);
}

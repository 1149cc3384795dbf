using System.Text.Json.Nodes;
using Tessera.Sdk.Tools;

namespace Tessera.Sdk.Testing.Tools;

/// <summary>What the checks of a tool share: fresh tools, fresh projects, and the arguments to vary.</summary>
internal sealed class ToolTrial(Func<ITool> create, ToolConformanceOptions options)
{
    public ToolConformanceOptions Options => options;

    public ITool Create() => create();

    public JsonObject Arguments => (JsonObject)options.Arguments.DeepClone();

    /// <summary>The names of a tool's arguments that are text.</summary>
    public static IReadOnlyList<string> TextArguments(ITool tool) =>
        [.. Properties(tool).Where(property => TypesOf(property.Value).Contains("string")).Select(property => property.Key)];

    public static IReadOnlyList<KeyValuePair<string, JsonNode?>> Properties(ITool tool) =>
        tool.Definition.Arguments["properties"] is JsonObject properties ? [.. properties] : [];

    public static IReadOnlyList<string> Required(ITool tool) =>
        tool.Definition.Arguments["required"] is JsonArray required ? [.. required.Select(name => name!.GetValue<string>())] : [];

    /// <summary>Calls a new tool in a new project.</summary>
    public async Task<Observation> CallAsync(JsonObject arguments, CancellationToken cancellationToken)
    {
        await using var project = TrialProject.Create(options);
        var tool = Create();
        try
        {
            return await CallAsync(tool, arguments, project.Session, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await Disposal.DisposeAsync(tool).ConfigureAwait(false);
        }
    }

    public static async Task<Observation> CallAsync(ITool tool, JsonObject arguments, IToolSession session, CancellationToken cancellationToken) =>
        await tool.CallAsync(new ToolCall("1", tool.Definition.Name, arguments), session, cancellationToken).ConfigureAwait(false);

    private static IReadOnlyList<string> TypesOf(JsonNode? property) => property?["type"] switch
    {
        JsonArray several => [.. several.Select(type => type!.GetValue<string>())],
        JsonValue one => [one.GetValue<string>()],
        _ => [],
    };
}

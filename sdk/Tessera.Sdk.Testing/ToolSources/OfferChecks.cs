using System.Text.Json.Nodes;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Testing.Tools;
using Tessera.Sdk.Tools;

namespace Tessera.Sdk.Testing.ToolSources;

/// <summary>What a source brings.</summary>
internal static class OfferChecks
{
    public static IReadOnlyList<ConformanceCheck<ToolSourceTrial>> All { get; } =
    [
        new("CONF-X01", "The source is exported by a name that pipelines can use", async (trial, _) => ExportedPart.FindNameFault(await EndedAsync(trial).ConfigureAwait(false))),
        new("CONF-X02", "The description says which tools it brings", async (trial, _) => ExportedPart.FindDescriptionFault(await EndedAsync(trial).ConfigureAwait(false))),
        new("CONF-X03", "The tool that was named is among those it brings", (trial, token) => OnToolsAsync(trial, tools => tools.Any(tool => tool.Definition.Name == trial.Options.Tool)
            ? null : $"there is no '{trial.Options.Tool}' among {(tools.Count == 0 ? "none" : string.Join(", ", tools.Select(tool => tool.Definition.Name)))}.", token)),
        new("CONF-X04", "Each tool has a name that models can call", (trial, token) => OnToolsAsync(trial, tools => tools.Select(DefinitionChecks.FindNameFault).FirstOrDefault(fault => fault is not null), token)),
        new("CONF-X05", "No two tools have the same name", (trial, token) => OnToolsAsync(trial, tools =>
            tools.GroupBy(tool => tool.Definition.Name).FirstOrDefault(same => same.Count() > 1) is { } twice ? $"{twice.Count()} tools are named '{twice.Key}'; an agent calls by name." : null, token)),
        new("CONF-X06", "Each tool says what it does", (trial, token) => OnToolsAsync(trial, tools =>
            tools.FirstOrDefault(tool => string.IsNullOrWhiteSpace(tool.Definition.Description)) is { } silent ? $"'{silent.Definition.Name}' has no description, which is all that a model knows." : null, token)),
        new("CONF-X07", "The arguments of each tool are an object schema", (trial, token) => OnToolsAsync(trial, tools =>
            tools.Select(tool => FindSchemaFault(tool) is { } fault ? $"'{tool.Definition.Name}': {fault}" : null).FirstOrDefault(fault => fault is not null), token)),
        new("CONF-X08", "Another source of the same options brings the same tools", async (trial, token) =>
        {
            var (first, second) = (await DescribeAsync(trial, token).ConfigureAwait(false), await DescribeAsync(trial, token).ConfigureAwait(false));
            return first.Count == second.Count && first.Zip(second).All(pair => JsonNode.DeepEquals(pair.First, pair.Second)) ? null : "they differ. What a session offers must not depend on chance or time.";
        }),
        new("CONF-X09", "A source that cannot be opened says what to do", async (trial, token) =>
        {
            if (trial.Options.Unfit.Count == 0) throw new NotApplicableException("no source that cannot be opened was given, in Unfit.");
            foreach (var create in trial.Options.Unfit)
            {
                await using var source = create();
                try
                {
                    await source.OpenAsync(token).ConfigureAwait(false);
                    return "it was opened, though it was said not to be fit.";
                }
                catch (TesseraException refusal)
                {
                    if (refusal.Diagnostics.All(problem => problem.Remedy is null)) return $"'{refusal.Diagnostics[0]}' says what is wrong, and not what to do. Give it a remedy.";
                }
            }

            return null;
        }),
    ];

    // A server's tool without arguments has an object schema without properties.
    private static string? FindSchemaFault(ITool tool) =>
        tool.Definition.Arguments["type"] is not JsonValue type || !type.TryGetValue<string>(out var text) || text != "object" ? "the schema is not of 'type: object'."
        : tool.Definition.Arguments["properties"] is null && ToolTrial.Required(tool).Count == 0 ? null : DefinitionChecks.FindSchemaFault(tool);

    private static async Task<IToolSource> EndedAsync(ToolSourceTrial trial)
    {
        var source = trial.Create();
        await source.DisposeAsync().ConfigureAwait(false);
        return source;
    }

    private static Task<string?> OnToolsAsync(ToolSourceTrial trial, Func<IReadOnlyList<ITool>, string?> find, CancellationToken token) =>
        trial.UseAsync((tools, _) => Task.FromResult(find(tools)), token);

    private static Task<IReadOnlyList<JsonObject>> DescribeAsync(ToolSourceTrial trial, CancellationToken token) => trial.UseAsync((tools, _) => Task.FromResult<IReadOnlyList<JsonObject>>(
        [.. tools.Select(tool => new JsonObject { ["name"] = tool.Definition.Name, ["description"] = tool.Definition.Description, ["arguments"] = tool.Definition.Arguments.DeepClone() })]), token);
}

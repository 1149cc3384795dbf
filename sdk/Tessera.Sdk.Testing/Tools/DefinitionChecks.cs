using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Tessera.Sdk.Tools;

namespace Tessera.Sdk.Testing.Tools;

/// <summary>What agents are told about a tool.</summary>
internal static partial class DefinitionChecks
{
    public static IReadOnlyList<ConformanceCheck<ToolTrial>> All { get; } =
    [
        new("CONF-T01", "The name is one that models can call", (trial, _) => Fault(FindNameFault(trial.Create()))),
        new("CONF-T02", "The description says when to use the tool", (trial, _) => Fault(trial.Create().Definition.Description.Trim().Length >= 20
            ? null : "the description is shorter than 20 characters. Say what the tool does and when to use it: it is all that a model knows.")),
        new("CONF-T03", "The arguments are an object schema", (trial, _) => Fault(FindSchemaFault(trial.Create()))),
        new("CONF-T04", "Every argument has a type and a description", (trial, _) => Fault(ToolTrial.Properties(trial.Create())
            .Where(property => property.Value?["type"] is null && property.Value?["enum"] is null || property.Value["description"]?.GetValue<string>() is null or "")
            .Select(property => $"'{property.Key}' has none. Put a [Description] on the property.").FirstOrDefault())),
        new("CONF-T05", "The definition is the same for every instance", (trial, _) =>
        {
            var (first, second) = (trial.Create().Definition, trial.Create().Definition);
            return Fault(first.Name == second.Name && first.Description == second.Description && JsonNode.DeepEquals(first.Arguments, second.Arguments)
                ? null : "two instances describe themselves differently. Agents are told once.");
        }),
    ];

    /// <summary>What is wrong with the name that models call; null for nothing.</summary>
    public static string? FindNameFault(ITool tool) =>
        ModelName().IsMatch(tool.Definition.Name) ? null : $"'{tool.Definition.Name}' is not of 1 to 64 letters, digits, underscores and hyphens, which is what models accept.";

    /// <summary>What is wrong with the schema of a tool's arguments; null for nothing.</summary>
    public static string? FindSchemaFault(ITool tool)
    {
        var schema = tool.Definition.Arguments;
        if (schema["type"]?.GetValue<string>() != "object" || schema["properties"] is not JsonObject properties)
            return "the schema has no 'type: object' with 'properties'. Derive from Tool<TArguments>, or use JsonSchema.Describe.";
        var unknown = ToolTrial.Required(tool).FirstOrDefault(name => !properties.ContainsKey(name));
        return unknown is null ? null : $"'{unknown}' is required and is no property.";
    }

    private static Task<string?> Fault(string? fault) => Task.FromResult(fault);

    [GeneratedRegex("^[a-zA-Z0-9_-]{1,64}$")]
    private static partial Regex ModelName();
}

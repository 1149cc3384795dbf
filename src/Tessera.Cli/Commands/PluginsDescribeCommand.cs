using System.CommandLine;
using System.Text.Json.Nodes;
using Tessera.Cli.Output;
using Tessera.Hosting.Catalog;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Schemas;

namespace Tessera.Cli.Commands;

/// <summary>tessera plugins describe: a plugin's parts with their options. Reads manifests and loads nothing.</summary>
internal static class PluginsDescribeCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("name") { Description = "A plugin's id, or a part as kind/name." };
        var command = new TeachingCommand(
            "describe", "Shows a plugin or a part, with its options, their defaults and what they mean.",
            "tessera plugins describe router/arrow", "tessera plugins describe tessera.tools.pdb") { name };
        command.SetAction(parsed =>
        {
            var parts = Find(parsed.Discover(), parsed.GetValue(name)!);
            if (parsed.GetValue(CommonOptions.Json)) WriteJson(parts);
            else foreach (var part in parts) WriteText(part);
            return ExitCodes.Success;
        });
        return command;
    }

    private static IReadOnlyList<InstalledPart> Find(PluginCatalog catalog, string name)
    {
        if (name.Contains('/', StringComparison.Ordinal))
        {
            var lookup = catalog.Find(name);
            return lookup.Part is { } part ? [part] : throw new TesseraException(lookup.Problem!);
        }

        var plugin = catalog.Plugins.FirstOrDefault(plugin => plugin.Id == name) ?? throw PluginsVerifyCommand.Unknown(catalog, name);
        return plugin.Manifest is { } manifest
            ? [.. manifest.Exports.Select(part => new InstalledPart(plugin, part))]
            : throw new TesseraException(plugin.Diagnostics);
    }

    private static void WriteText(InstalledPart part)
    {
        Console.WriteLine($"{part.Uses}  ({part.Plugin.Id} {part.Plugin.Manifest!.Version})");
        Console.WriteLine($"  {part.Manifest.Description}");
        if (part.Manifest.Options?["properties"] is JsonObject { Count: > 0 } properties)
        {
            var required = part.Manifest.Options["required"]?.AsArray().Select(item => item!.GetValue<string>()).ToHashSet(StringComparer.Ordinal) ?? [];
            var columns = new TextColumns("  OPTION", "TYPE", "DEFAULT", "MEANING");
            foreach (var (option, schema) in properties)
                columns.Add($"  {option}", TypeOf(schema!.AsObject()), required.Contains(option) ? "(required)" : schema["default"]?.ToJsonString() ?? "-", schema["description"]?.GetValue<string>() ?? "");
            columns.Write(Console.Out);
        }

        if (part.Manifest.Output is { } output) Console.WriteLine($"  Output: {output.Type}");
        Console.WriteLine();
    }

    private static string TypeOf(JsonObject schema) =>
        schema[JsonSchema.PartKeyword] is { } kind ? $"{kind} part"
        : schema["enum"] is JsonArray choices ? string.Join("|", choices.Select(choice => choice!.GetValue<string>()))
        : schema["items"] is JsonObject items ? $"list of {TypeOf(items)}"
        : schema["type"] is JsonArray types ? types[0]!.GetValue<string>()
        : schema["type"]?.GetValue<string>() is { } type ? schema["format"] is { } format ? $"{type} ({format})" : type
        : schema[JsonSchema.ValueKeyword]?.GetValue<string>().Split('.')[^1] ?? "any";

    private static void WriteJson(IReadOnlyList<InstalledPart> parts) => JsonOutput.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartArray("parts");
        foreach (var part in parts)
        {
            writer.WriteStartObject();
            writer.WriteString("uses", part.Uses);
            writer.WriteString("plugin", part.Plugin.Id);
            writer.WriteString("version", part.Plugin.Manifest!.Version);
            writer.WriteString("description", part.Manifest.Description);
            WriteNode("options", part.Manifest.Options);
            if (part.Manifest.Output is { } output)
            {
                writer.WriteString("output", output.Type);
                WriteNode("outputSchema", output.Schema);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();

        void WriteNode(string name, JsonObject? node)
        {
            if (node is null) return;
            writer.WritePropertyName(name);
            node.WriteTo(writer);
        }
    });
}

using System.CommandLine;
using Tessera.Cli.Output;
using Tessera.Distribution.Authoring;

namespace Tessera.Cli.Commands;

/// <summary>tessera plugins pack: a plugin's package, checked as an installation would.</summary>
internal static class PluginsPackCommand
{
    public static Command Create()
    {
        var project = new Argument<string>("project") { Description = "The project, the solution, or the folder that holds one. Default: this folder.", DefaultValueFactory = _ => "." }.NotEmpty();
        var output = new Option<string>("--output") { Description = "The folder in which the package is laid; a folder of packages is a feed. Default: packages.", HelpName = "folder", DefaultValueFactory = _ => "packages" }.NotEmpty();
        var command = new TeachingCommand(
            "pack", "Builds a plugin with 'dotnet pack', checks it against this host, and lays its package into a folder. Needs the .NET SDK.",
            "tessera plugins pack", "tessera plugins pack Acme.LineCount --output ~/packages") { project, output };
        command.SetAction(async (parsed, cancellation) =>
        {
            var json = parsed.GetValue(CommonOptions.Json);
            var packed = await PluginPacking.PackAsync(parsed.GetValue(project)!, parsed.GetValue(output)!, json ? null : Console.Error, cancellation).ConfigureAwait(false);
            if (json) WriteJson(packed);
            else foreach (var plugin in packed) Console.WriteLine($"{plugin.Manifest.Id} {plugin.Manifest.Version} fits this host and is packed in {plugin.File} ({Math.Ceiling(plugin.Bytes / 1024.0):0} KB)");
            return ExitCodes.Success;
        });
        return command;
    }

    private static void WriteJson(IReadOnlyList<PackedPlugin> packed) => JsonOutput.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("status", "packed");
        writer.WriteStartArray("packages");
        foreach (var plugin in packed)
        {
            writer.WriteStartObject();
            writer.WriteString("id", plugin.Manifest.Id);
            writer.WriteString("version", plugin.Manifest.Version);
            writer.WriteString("file", plugin.File);
            writer.WriteNumber("bytes", plugin.Bytes);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });
}

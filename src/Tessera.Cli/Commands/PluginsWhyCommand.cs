using System.CommandLine;
using System.Globalization;
using Tessera.Cli.Output;
using Tessera.Hosting.Activation;
using Tessera.Hosting.Catalog;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Cli.Commands;

/// <summary>tessera plugins why: where a part comes from, and what loading its plugin brings in. Loads the plugin.</summary>
internal static class PluginsWhyCommand
{
    public static Command Create()
    {
        var uses = new Argument<string>("part") { Description = "The part, as kind/name." };
        var command = new TeachingCommand(
            "why", "Loads a part's plugin and says where it comes from, what it shares with the host, what it keeps to itself, and how long loading took.",
            "tessera plugins why router/arrow") { uses };
        command.SetAction(async (parsed, _) =>
        {
            var catalog = parsed.Discover();
            var lookup = catalog.Find(parsed.GetValue(uses)!);
            var part = lookup.Part ?? throw new TesseraException(lookup.Problem!);
            await using var host = new PluginHost(catalog);
            var plugin = Activate(host, part.Plugin);
            if (parsed.GetValue(CommonOptions.Json)) WriteJson(part.Uses, plugin);
            else WriteText(part.Uses, plugin);
            return ExitCodes.Success;
        });
        return command;
    }

    private static ActivatedPlugin Activate(PluginHost host, InstalledPlugin plugin)
    {
        using var output = new PartsOutput();
        return host.Activate(plugin);
    }

    private static void WriteText(string uses, ActivatedPlugin plugin)
    {
        Console.WriteLine($"{uses} comes from {plugin.Plugin.Id} {plugin.Plugin.Manifest!.Version}");
        Console.WriteLine($"  folder   {plugin.Plugin.Folder}");
        Console.WriteLine($"  context  {plugin.ContextName}");
        Console.WriteLine($"  private  {string.Join(", ", plugin.PrivateAssemblies)}");
        Console.WriteLine($"  shared   {string.Join(", ", plugin.SharedAssemblies)}");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  loaded   in {plugin.LoadTime.TotalMilliseconds:0} ms"));
        Console.WriteLine($"  sha256   {plugin.Plugin.ContentHash}");
    }

    private static void WriteJson(string uses, ActivatedPlugin plugin) => JsonOutput.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("part", uses);
        writer.WriteString("plugin", plugin.Plugin.Id);
        writer.WriteString("version", plugin.Plugin.Manifest!.Version);
        writer.WriteString("folder", plugin.Plugin.Folder);
        writer.WriteString("context", plugin.ContextName);
        WriteNames("private", plugin.PrivateAssemblies);
        WriteNames("shared", plugin.SharedAssemblies);
        writer.WriteNumber("milliseconds", Math.Round(plugin.LoadTime.TotalMilliseconds, 1));
        writer.WriteString("sha256", plugin.Plugin.ContentHash);
        writer.WriteEndObject();

        void WriteNames(string property, IReadOnlyList<string> names)
        {
            writer.WriteStartArray(property);
            foreach (var name in names) writer.WriteStringValue(name);
            writer.WriteEndArray();
        }
    });
}

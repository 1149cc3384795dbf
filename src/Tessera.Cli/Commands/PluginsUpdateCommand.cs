using System.CommandLine;
using Tessera.Cli.Output;
using Tessera.Distribution.Feeds;
using Tessera.Hosting.Catalog;
using Tessera.Hosting.Installation;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Cli.Commands;

/// <summary>tessera plugins update: the newest versions that fit this host, from feeds. What is installed stays beside them.</summary>
internal static class PluginsUpdateCommand
{
    private const string Failed = "failed";

    public static Command Create()
    {
        var id = new Argument<string?>("id") { Description = "The plugin's id; all plugins of the folder when none is named.", Arity = ArgumentArity.ZeroOrOne }.NotEmpty();
        var source = new Option<string[]>("--source") { Description = "A feed, a folder with packages or an address; may be given several times. Default: those of NuGet's settings.", HelpName = "feed" }.NotEmpty();
        var folder = new Option<string?>("--in") { Description = "The folder of plugins. Default: the first one of TESSERA_PLUGINS.", HelpName = "folder" }.NotEmpty();
        var command = new TeachingCommand(
            "update", "Installs the newest version of plugins that fits this host. The version before stays beside it, and in use where anything fails.",
            "tessera plugins update", "tessera plugins update acme.tools --source ~/packages") { id, source, folder };
        command.SetAction(async (parsed, cancellation) =>
        {
            var place = PluginsFolder.Choose(parsed.GetValue(folder), folder.Name);
            var installation = new PluginInstallation(place);
            var named = parsed.GetValue(id);
            var plugins = named is not null ? [installation.Find(named)] : installation.List();
            var feeds = new FeedInstallation(PluginFeeds.Open(parsed.GetValue(source) ?? []), installation);
            var outcomes = new List<Outcome>();
            foreach (var plugin in plugins) outcomes.Add(await UpdateAsync(feeds, plugin, isNamed: named is not null, cancellation).ConfigureAwait(false));
            if (parsed.GetValue(CommonOptions.Json)) WriteJson(outcomes);
            else if (outcomes.Count == 0) Console.WriteLine($"No plugin is installed in {place}");
            else foreach (var outcome in outcomes) WriteText(outcome);
            return outcomes.All(outcome => outcome.Status != Failed) ? ExitCodes.Success : named is not null ? ExitCodes.Invalid : ExitCodes.Failed;
        });
        return command;
    }

    // One that fails keeps no other from being updated.
    private static async Task<Outcome> UpdateAsync(FeedInstallation feeds, InstalledPlugin plugin, bool isNamed, CancellationToken cancellationToken)
    {
        try
        {
            var result = await feeds.UpdateAsync(plugin, cancellationToken).ConfigureAwait(false);
            return result.Installed is { } installed
                ? new Outcome(plugin, "updated", new PluginChange(plugin.Manifest, installed), result.Warnings)
                : new Outcome(plugin, "newest", null, result.Warnings);
        }
        catch (TesseraException unknown) when (!isNamed && unknown.Diagnostics.All(problem => problem.Id == "TESS2078"))
        {
            // Not every plugin comes from a feed.
            return new Outcome(plugin, "unknown", null, []);
        }
        catch (TesseraException failure)
        {
            return new Outcome(plugin, Failed, null, failure.Diagnostics);
        }
    }

    private static void WriteText(Outcome outcome)
    {
        Console.WriteLine($"{outcome.Plugin.Id} {outcome.Plugin.Manifest?.Version} " + outcome.Status switch
        {
            "updated" => $"is updated to {outcome.Change!.After.Manifest!.Version} in {outcome.Change.After.Folder}",
            "newest" => "is the newest that fits this host",
            "unknown" => "stays as it is: no feed has a release of it",
            _ => "stays as it is, because its update failed",
        });
        if (outcome.Change is not null) ChangeOutput.WriteText(outcome.Change);
        DiagnosticOutput.WriteText(Console.Error, outcome.Diagnostics);
    }

    private static void WriteJson(List<Outcome> outcomes) => JsonOutput.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartArray("plugins");
        foreach (var outcome in outcomes)
        {
            writer.WriteStartObject();
            writer.WriteString("status", outcome.Status);
            if (outcome.Change is { } change)
            {
                ChangeOutput.WriteJson(writer, change);
            }
            else
            {
                writer.WriteString("id", outcome.Plugin.Id);
                writer.WriteString("version", outcome.Plugin.Manifest?.Version);
            }

            writer.WriteDiagnostics(outcome.Diagnostics);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    private sealed record Outcome(InstalledPlugin Plugin, string Status, PluginChange? Change, IReadOnlyList<Diagnostic> Diagnostics);
}

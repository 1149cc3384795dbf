using System.CommandLine;
using Tessera.Cli.Output;
using Tessera.Hosting.Catalog;
using Tessera.Hosting.Verification;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Cli.Commands;

/// <summary>tessera plugins verify: checks plugins against this host's contracts, from their metadata, without loading them.</summary>
internal static class PluginsVerifyCommand
{
    public static Command Create()
    {
        var ids = new Argument<string[]>("id") { Description = "The plugins to check; all when none is named.", Arity = ArgumentArity.ZeroOrMore };
        var command = new TeachingCommand(
            "verify", "Checks plugins against this host without loading them: missing types and members are named.",
            "tessera plugins verify", "tessera plugins verify tessera.tools.grep") { ids };
        command.SetAction(parsed =>
        {
            var catalog = parsed.Discover();
            var chosen = Choose(catalog, parsed.GetValue(ids) ?? []);
            var found = chosen.Select(plugin => (plugin, problems: PluginVerifier.Verify(plugin))).ToList();
            if (parsed.GetValue(CommonOptions.Json)) WriteJson(found);
            else WriteText(found);
            return found.Any(pair => pair.problems.Any(problem => problem.Severity == DiagnosticSeverity.Error)) ? ExitCodes.Invalid : ExitCodes.Success;
        });
        return command;
    }

    private static IEnumerable<InstalledPlugin> Choose(PluginCatalog catalog, string[] ids)
    {
        if (ids.Length == 0) return catalog.Plugins;
        return ids.Select(id => catalog.Plugins.FirstOrDefault(plugin => plugin.Id == id) ?? throw Unknown(catalog, id));
    }

    public static TesseraException Unknown(PluginCatalog catalog, string id) => new(Diagnostic.Error(
        "TESS1902", $"There is no plugin '{id}'.", remedy: NearestName.Suggest(id, catalog.Plugins.Select(plugin => plugin.Id))));

    private static void WriteText(List<(InstalledPlugin Plugin, IReadOnlyList<Diagnostic> Problems)> found)
    {
        foreach (var (plugin, problems) in found)
        {
            Console.WriteLine($"{(problems.Count == 0 ? "ok  " : "bad ")} {plugin.Id} {plugin.Manifest?.Version}");
            DiagnosticOutput.WriteText(Console.Out, problems);
        }
    }

    private static void WriteJson(List<(InstalledPlugin Plugin, IReadOnlyList<Diagnostic> Problems)> found) => JsonOutput.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartArray("plugins");
        foreach (var (plugin, problems) in found)
        {
            writer.WriteStartObject();
            writer.WriteString("id", plugin.Id);
            writer.WriteString("version", plugin.Manifest?.Version);
            writer.WriteBoolean("ok", problems.Count == 0);
            writer.WriteDiagnostics(problems);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });
}

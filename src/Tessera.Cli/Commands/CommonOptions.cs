using System.CommandLine;
using Tessera.Hosting.Catalog;

namespace Tessera.Cli.Commands;

/// <summary>What every command understands.</summary>
internal static class CommonOptions
{
    public static Option<bool> Json { get; } =
        new("--json") { Description = "Write one JSON document to standard output, and nothing else there.", Recursive = true };

    public static Option<string[]> Plugins { get; } =
        new Option<string[]>("--plugins") { Description = "Another folder of plugins; may be given several times.", HelpName = "folder", Recursive = true }.Existing();

    public static Option<string[]> CreateSet() =>
        new("--set") { Description = "Replaces an input, or an option by its path: --set model=models/tiny --set steps.compare.with.seeds=3.", HelpName = "key=value" };

    public static PluginCatalog Discover(this ParseResult parsed) =>
        PluginCatalog.Discover(PluginCatalog.DefaultFolders(parsed.GetValue(Plugins) ?? []));
}

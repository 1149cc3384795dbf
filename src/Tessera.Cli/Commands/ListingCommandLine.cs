using Tessera.Cli.Output;
using Tessera.Hosting.Catalog;

namespace Tessera.Cli.Commands;

/// <summary>
/// The command line <c>plugins list</c>, which scripts and completions ask for again and again, read without the parser:
/// bringing that up costs as much as the listing. Whatever is not plainly this command line goes to the parser.
/// </summary>
internal sealed record ListingCommandLine(IReadOnlyList<string> Folders, bool Json)
{
    public static ListingCommandLine? TryRead(string[] arguments)
    {
        if (arguments is not ["plugins", "list", .. var rest]) return null;
        var (folders, json) = (new List<string>(), false);
        for (var i = 0; i < rest.Length; i++)
        {
            if (rest[i] == "--json") json = true;
            else if (rest[i] == "--plugins" && i + 1 < rest.Length && !rest[i + 1].StartsWith('-') && Directory.Exists(rest[i + 1])) folders.Add(rest[++i]);
            else return null;
        }

        return new ListingCommandLine(folders, json);
    }

    public int Invoke()
    {
        try
        {
            return PluginsListCommand.Invoke(PluginCatalog.Discover(PluginCatalog.DefaultFolders(Folders)), Json);
        }
#pragma warning disable CA1031 // This is the last place where a failure can be told as every other one is.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            ForgivingErrors.Install();
            return FailureOutput.Report(failure, Json);
        }
    }
}

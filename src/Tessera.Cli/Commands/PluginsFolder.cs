using Tessera.Hosting.Catalog;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Cli.Commands;

/// <summary>The folder of plugins that is changed: never the one beside the host, which is the host's own.</summary>
internal static class PluginsFolder
{
    public static string Choose(string? named, string option) => named ?? (PluginCatalog.FoldersOfEnvironment is [var first, ..] ? first : throw new TesseraException(Diagnostic.Error(
        "TESS1908", "It is not said which folder of plugins is meant.", remedy: $"Give {option} FOLDER, or name the folder in {PluginCatalog.FoldersVariable}.")));
}

using System.IO.Compression;
using System.Text.Json.Nodes;

namespace Tessera.Tests;

/// <summary>Packages of a real plugin in any version.</summary>
internal static class CountToolPackage
{
    public const string Id = "samples.count-tool";

    private static readonly string Built = Repository.Output("Samples.CountTool");

    /// <summary>Lays a package into a folder, which is a flat feed.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="version">The package's version, and the plugin's.</param>
    /// <param name="change">What else the manifest is to say; null for what the build wrote.</param>
    /// <param name="id">The package's id.</param>
    public static string Lay(string folder, string version, Action<JsonObject>? change = null, string id = Id)
    {
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, $"{id}.{version}.nupkg");
        using var package = ZipFile.Open(file, ZipArchiveMode.Create);
        Write(package, $"{id}.nuspec", $"""
            <package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd"><metadata>
              <id>{id}</id><version>{version}</version><authors>somebody</authors><description>Counts.</description>
            </metadata></package>
            """);
        foreach (var built in Directory.EnumerateFiles(Built).Where(built => Path.GetExtension(built) != ".pdb"))
        {
            if (Path.GetFileName(built) != "plugin.json")
            {
                package.CreateEntryFromFile(built, $"plugin/{Path.GetFileName(built)}");
                continue;
            }

            var manifest = JsonNode.Parse(File.ReadAllText(built))!.AsObject();
            manifest["version"] = version;
            change?.Invoke(manifest);
            Write(package, "plugin/plugin.json", manifest.ToJsonString());
        }

        return file;
    }

    /// <summary>Says that it was built for an SDK that no host has yet.</summary>
    public static void ForTheFuture(JsonObject manifest) => manifest["sdk"] = "99.0.0";

    private static void Write(ZipArchive package, string name, string text)
    {
        using var writer = new StreamWriter(package.CreateEntry(name).Open());
        writer.Write(text);
    }
}

using System.Globalization;
using System.Text.Json.Nodes;
using Tessera.Hosting.Installation;

namespace Tessera.Benchmarks.StartUp;

/// <summary>A folder of plugins, each a real one under a name of its own, installed as anybody's are: their hashes are recorded.</summary>
internal sealed class GeneratedPlugins : IDisposable
{
    public GeneratedPlugins(int count)
    {
        Folder = Directory.CreateTempSubdirectory("tessera-bench-").FullName;
        var installation = new PluginInstallation(Folder);
        var original = Path.Combine(InstalledPrograms.BundledPlugins, "tessera.tools.grep");
        for (var i = 0; i < count; i++)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"generated.plugin{i:000}");
            var folder = Directory.CreateTempSubdirectory("tessera-bench-").FullName;
            foreach (var file in Directory.EnumerateFiles(original)) File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
            var path = Path.Combine(folder, "plugin.json");
            var manifest = JsonNode.Parse(File.ReadAllText(path))!;
            manifest["id"] = id;
            manifest["exports"]![0]!["name"] = string.Create(CultureInfo.InvariantCulture, $"grep-{i:000}");
            File.Delete(path);
            File.WriteAllText(path, manifest.ToJsonString());
            installation.Install(folder);
            Directory.Delete(folder, recursive: true);
        }
    }

    public string Folder { get; }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}

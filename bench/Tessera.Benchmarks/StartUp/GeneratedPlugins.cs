using System.Globalization;
using System.Text.Json.Nodes;

namespace Tessera.Benchmarks.StartUp;

/// <summary>Folders of installed plugins, each a real one under a name of its own.</summary>
internal sealed class GeneratedPlugins : IDisposable
{
    public GeneratedPlugins(int count)
    {
        Folder = Directory.CreateTempSubdirectory("tessera-bench-").FullName;
        var original = Path.Combine(InstalledPrograms.BundledPlugins, "tessera.tools.grep");
        for (var i = 0; i < count; i++)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"generated.plugin{i:000}");
            var folder = Directory.CreateDirectory(Path.Combine(Folder, id)).FullName;
            foreach (var file in Directory.EnumerateFiles(original)) File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
            var path = Path.Combine(folder, "plugin.json");
            var manifest = JsonNode.Parse(File.ReadAllText(path))!;
            manifest["id"] = id;
            manifest["exports"]![0]!["name"] = string.Create(CultureInfo.InvariantCulture, $"grep-{i:000}");
            File.Delete(path);
            File.WriteAllText(path, manifest.ToJsonString());
        }
    }

    public string Folder { get; }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}

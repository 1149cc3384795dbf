using System.Text.Json.Nodes;

namespace Tessera.Hosting.Tests;

internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("tessera-hosting-").FullName;

    public string CopyOf(string plugin, string name)
    {
        var target = Directory.CreateDirectory(System.IO.Path.Combine(Path, name)).FullName;
        foreach (var file in Directory.EnumerateFiles(plugin)) File.Copy(file, System.IO.Path.Combine(target, System.IO.Path.GetFileName(file)));
        return target;
    }

    public string CopyOf(string plugin, string name, string id, string version)
    {
        var target = CopyOf(plugin, name);
        var file = System.IO.Path.Combine(target, "plugin.json");
        var manifest = JsonNode.Parse(File.ReadAllText(file))!;
        (manifest["id"], manifest["version"]) = (id, version);
        File.WriteAllText(file, manifest.ToJsonString());
        return target;
    }

    public string Write(string name, string text)
    {
        var path = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
